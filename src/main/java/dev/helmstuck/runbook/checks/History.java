package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.StuckRevision;

/** What the records below a stuck one say beside the status of the next: what Helm merges from, and what is odd about them. */
final class History {
    private static final int MOST_GAPS = 3;

    private History() {}

    /** Facts without a judgement. */
    static List<String> of(StuckRevision stuck) {
        List<String> lines = new ArrayList<>();
        Revision merged = stuck.mergedFrom();
        if (merged.number() != stuck.below().number()) {
            lines.add("the next deploy merges from revision " + merged.number() + ", the newest that is marked deployed, while helm diff "
                    + "compares with revision " + stuck.below().number());
        }
        lines.addAll(Formats.most(gaps(stuck), MOST_GAPS));
        long pending = stuck.older().stream().filter(it -> it.statusLabel().filter(label -> label.startsWith("pending-")).isPresent())
                .count();
        if (pending > 0) {
            lines.add(Formats.count(pending, "older revision")
                    + " in mid-history labelled pending: harmless, Helm's lock looks at the newest only");
        }
        return lines;
    }

    /** What whoever says yes should know. */
    static List<String> remarks(StuckRevision stuck) {
        List<Revision> deployed = stuck.deployed();
        if (deployed.size() < 2) return List.of();
        String numbers = deployed.stream().map(it -> "" + it.number()).collect(Collectors.joining(", "));
        return List.of(
                "revisions " + numbers + " are all marked deployed, as after two Helms that ran at once: Helm merges from the newest of "
                        + "them, and what only the others added it does not know any more");
    }

    private static List<String> gaps(StuckRevision stuck) {
        List<String> gaps = new ArrayList<>();
        int above = stuck.revision().number();
        for (Revision next : Stream.concat(Stream.of(stuck.below()), stuck.older().stream()).toList()) {
            int missing = above - next.number() - 1;
            if (missing > 0) {
                gaps.add("no record of "
                        + (missing == 1 ? "revision " + (above - 1) : "revisions " + (next.number() + 1) + " to " + (above - 1))
                        + ": pruned by Helm's history limit, or deleted by hand; what only " + (missing == 1 ? "it" : "they")
                        + " added, no deploy removes any more");
            }
            above = next.number();
        }
        return gaps;
    }
}
