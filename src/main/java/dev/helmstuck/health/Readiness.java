package dev.helmstuck.health;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How good the bot is for its work; each part says what is wrong, or nothing.
 *
 * @param parts what must be good before it can do its work, by name
 * @param remarks what should be good, but without which it works all the same
 */
public record Readiness(Map<String, Supplier<Optional<String>>> parts, Map<String, Supplier<Optional<String>>> remarks) {

    public Readiness {
        parts = Map.copyOf(parts);
        remarks = Map.copyOf(remarks);
    }

    /** The complaints now, by the name of the part; empty if all is good. A part that throws complains by that. */
    Map<String, String> complaints() {
        return complaints(parts);
    }

    /** The same of what is only remarked. */
    Map<String, String> remarked() {
        return complaints(remarks);
    }

    private static Map<String, String> complaints(Map<String, Supplier<Optional<String>>> parts) {
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
