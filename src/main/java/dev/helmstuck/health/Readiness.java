package dev.helmstuck.health;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What must be good before the bot can do its work, by name; each says what is wrong, or nothing. */
public record Readiness(Map<String, Supplier<Optional<String>>> parts) {

    public Readiness {
        parts = Map.copyOf(parts);
    }

    /** The complaints now, by the name of the part; empty if all is good. A part that throws complains by that. */
    Map<String, String> complaints() {
        Map<String, String> complaints = new TreeMap<>();
        parts.forEach((name, part) -> complaint(part).ifPresent(words -> complaints.put(name, words)));
        return complaints;
    }

    private static Optional<String> complaint(Supplier<Optional<String>> part) {
        try {
            return part.get();
        } catch (RuntimeException broken) {
            return Optional.of("could not be asked: " + broken.getClass().getSimpleName());
        }
    }
}
