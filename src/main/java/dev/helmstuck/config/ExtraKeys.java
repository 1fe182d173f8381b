package dev.helmstuck.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The optional keys, of the file and of a target, that only one part of the bot asks for. One more is a record that implements {@link Extra}
 * and reads itself from a {@link Node}, its line in one of the two lists, and its lines in the example file.
 */
final class ExtraKeys {
    /** Top-level keys; {@link Targets#extra(Class)} has what they say. */
    static final List<ExtraKey<?>> OF_FILE = List.of(new ExtraKey<>("watcher", WatcherKey.class, WatcherKey::read),
            new ExtraKey<>("doctor", DoctorKey.class, DoctorKey::read));
    /** Keys of a target, which an environment or a pattern may give to it as well; {@link Targets#extra(String, Class)} has what they say. */
    static final List<ExtraKey<?>> OF_TARGET = List.of();

    /** @param read makes the value, or tells the problem and answers empty */
    record ExtraKey<T extends Extra>(String name, Class<T> type, Function<Node, Optional<T>> read) {}

    private ExtraKeys() {}

    /** These names, and those of the keys. */
    static List<String> with(List<String> names, List<ExtraKey<?>> keys) {
        return Stream.concat(names.stream(), keys.stream().map(ExtraKey::name)).toList();
    }

    /** What is said of these keys here. */
    static Map<Class<?>, Extra> read(Node node, List<ExtraKey<?>> keys) {
        Map<Class<?>, Extra> said = new HashMap<>();
        for (ExtraKey<?> key : keys) {
            Node value = node.at(key.name());
            if (!value.absent()) key.read().apply(value).ifPresent(extra -> said.put(key.type(), extra));
        }
        return Map.copyOf(said);
    }
}
