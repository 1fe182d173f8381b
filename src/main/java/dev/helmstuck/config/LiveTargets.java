package dev.helmstuck.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.TargetsFile;

/**
 * The targets file as it is now: {@link #look} reads it again when its content has changed, also by a symbolic link that points elsewhere by
 * now, as in a mounted ConfigMap. A broken one is not used, and the one before stays in force.
 */
public final class LiveTargets implements Catalog, TargetsFile, Supplier<Targets> {
    private final Settings first;
    private List<Optional<String>> seen;
    private volatile Targets now;
    private volatile List<String> heldBack = List.of();

    /**
     * What a look has found.
     *
     * @param taken whether the new content is in force
     * @param lines what is to be said of it
     */
    public record Change(boolean taken, List<String> lines) {
        public Change {
            lines = List.copyOf(lines);
        }
    }

    public LiveTargets(Settings first) {
        this.first = first;
        this.now = first.targets();
        this.seen = first.contentsThen();
    }

    /** The targets that are in force. */
    @Override
    public Targets get() {
        return now;
    }

    /** Why the file as it is now is not in force, if it is not: a line for each problem. */
    public Optional<String> trouble() {
        return heldBack.isEmpty()
                ? Optional.empty()
                : Optional.of("the file has problems, and what was in force before still is:\n" + String.join("\n", heldBack));
    }

    @Override
    public List<String> heldBack() {
        return heldBack;
    }

    /** Reads the file again if it, or {@code .env}, has another content than at the last look. */
    public synchronized Optional<Change> look() {
        List<Optional<String>> contents = first.contents();
        if (contents.equals(seen)) return Optional.empty();
        seen = contents;
        try {
            return Optional.of(taken(first.again()));
        } catch (ConfigException wrong) {
            heldBack = wrong.problems().stream().map(Problem::line).toList();
            return Optional.of(new Change(false, trouble().stream().toList()));
        }
    }

    private Change taken(Settings again) {
        Targets before = now;
        now = first.has(Part.GITLAB) ? again.targets().of(first.gitlab().url().toString()) : again.targets();
        heldBack = List.of();
        List<String> lines = new ArrayList<>(List.of("read again: " + differences(before, now)));
        again.otherThan(first).forEach(name -> lines.add(name + " has changed; that takes effect at the next start"));
        return new Change(true, lines);
    }

    private static String differences(Targets before, Targets after) {
        List<String> words = new ArrayList<>();
        named(words, "added", after.targetNames().stream().filter(name -> before.target(name).isEmpty()));
        named(words, "removed", before.targetNames().stream().filter(name -> after.target(name).isEmpty()));
        named(words, "changed", after.targetNames().stream().filter(name -> before.target(name).isPresent()
                && !before.applied().values(name).equals(after.applied().values(name))));
        return words.isEmpty() ? "no target has changed" : String.join("; ", words);
    }

    private static void named(List<String> words, String what, Stream<String> names) {
        List<String> all = names.toList();
        if (!all.isEmpty()) words.add(what + " " + String.join(", ", all));
    }

    @Override
    public Optional<ConfiguredTarget> target(String name) {
        return now.target(name);
    }

    @Override
    public Optional<List<String>> group(String name) {
        return now.group(name);
    }

    @Override
    public List<String> targetNames() {
        return now.targetNames();
    }

    @Override
    public List<String> groupNames() {
        return now.groupNames();
    }
}
