package dev.helmstuck.testing.orders;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Person;
import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.MessageRef;

/** What one process was told by the world, in order: the oracle judges by this and by nothing that the bot makes of it. */
final class Readings {

    /** One answer; {@code value} is empty if there was none. */
    record Reading<T>(long op, Instant at, Optional<T> value) {}

    /** The sources of a look. */
    enum Source {
        DEPLOYING,
        /** Whether the pipeline of the deploying job waits for a person; asked only about a job that has not begun. */
        GATE,
        OWNER,
        READY,
        SETTLED,
        NODES,
        WARNINGS,
        RECORDS,
        RECORD_AGAIN,
        REHEARSAL,
        COPY_REHEARSAL,
        /** The copies of deleted records. */
        COPIES
    }

    private final Map<String, Map<Source, Reading<?>>> last = new HashMap<>();
    private final Map<String, Map<Source, Reading<?>>> before = new HashMap<>();
    private final Map<String, Reading<Person>> people = new HashMap<>();
    private final List<Heard> reactions = new ArrayList<>();
    /** By job that had not begun yet: the uids of records that were read before that was. */
    private final Map<Long, Set<String>> earlier = new HashMap<>();
    private Optional<Reading<Set<String>>> group = Optional.empty();

    /** The reactions to a message as they were read. */
    record Heard(MessageRef message, Reading<List<Reaction>> reading) {}

    void took(String target, Source source, Reading<?> reading) {
        Reading<?> earlier = last.computeIfAbsent(target, Readings::none).put(source, reading);
        if (earlier != null && earlier.value().isPresent()) before.computeIfAbsent(target, Readings::none).put(source, earlier);
    }

    private static Map<Source, Reading<?>> none(String target) {
        return new EnumMap<>(Source.class);
    }

    void notBegun(long job, List<String> uids) {
        earlier.computeIfAbsent(job, none -> new HashSet<>()).addAll(uids);
    }

    /** What was there before this job began, as far as was read. */
    Set<String> before(long job) {
        return earlier.getOrDefault(job, Set.of());
    }

    void took(String person, Reading<Person> reading) {
        people.put(person, reading);
    }

    void tookGroup(Reading<Set<String>> reading) {
        group = Optional.of(reading);
    }

    void heard(MessageRef message, Reading<List<Reaction>> reading) {
        reactions.add(new Heard(message, reading));
    }

    Optional<Reading<?>> last(String target, Source source) {
        return Optional.ofNullable(last.getOrDefault(target, Map.of()).get(source));
    }

    /** The one before the last; where that was no answer, the last answer before it. */
    Optional<Reading<?>> before(String target, Source source) {
        return Optional.ofNullable(before.getOrDefault(target, Map.of()).get(source));
    }

    Optional<Reading<Person>> person(String id) {
        return Optional.ofNullable(people.get(id));
    }

    Optional<Reading<Set<String>>> group() {
        return group;
    }

    List<Heard> heard() {
        return reactions;
    }
}
