package dev.helmstuck.runbook.checks;

import java.util.List;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.FieldConflict;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.StuckRevision;

/** What a server-side deploy will fail on, said beforehand, for no dry run shows it. */
final class TakenOver {
    private static final int MOST = 10;

    private TakenOver() {}

    static List<String> words(StuckRevision stuck, List<FieldConflict> conflicts) {
        if (conflicts.isEmpty()) return List.of();
        List<String> fields = Formats.most(conflicts.stream().map(FieldConflict::words).toList(), MOST);
        return List.of("deployed again with Helm 4, it is applied server-side, as revision " + stuck.below().number()
                + " was, and fails on what others took over, which no dry run shows: " + String.join("; ", fields)
                + ". They give it up, or a person decides to take it back with --force-conflicts");
    }

    static String unread(Fact.Unavailable<List<FieldConflict>> missing) {
        return "whether a server-side deploy fails on fields that others took over could not be looked up: " + missing.source() + ": "
                + missing.why();
    }
}
