package dev.helmstuck.report.thread;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Deed;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.Formats;

/** What happened when, by the audit trail: a line each in UTC, with the time since the line before, which is what that step took. */
final class RecordTimeline {
    private static final String SEEN = "seen ";

    private record Happening(Instant at, String who, String what) {}

    private RecordTimeline() {}

    static List<Line> of(Remediation remediation, List<Deed> trail) {
        Map<String, String> names = names(remediation);
        Set<Happening> happened = new LinkedHashSet<>();
        trail.stream().filter(RecordTimeline::isOfTheRepair)
                .map(deed -> new Happening(at(deed), who(deed.actor(), names), words(deed)))
                .sorted(Comparator.comparing(Happening::at)).forEach(happened::add);
        List<Line> lines = new ArrayList<>();
        Instant before = remediation.opened();
        for (Happening happening : happened) {
            lines.add(Line.bullet(new Span.PointInTime(happening.at()),
                    new Span.Text(" (+" + Formats.duration(Duration.between(before, happening.at())) + ") "),
                    new Span.Strong(happening.who()),
                    new Span.Text(": " + happening.what())));
            before = happening.at();
        }
        return lines;
    }

    /** What follows the last step is told by the thread, and the record is the same before and after it. */
    private static boolean isOfTheRepair(Deed deed) {
        return !deed.action().equals("end") && !deed.action().equals("incident note");
    }

    /** When its last step was done. */
    static Instant ended(Remediation remediation, List<Deed> trail) {
        return trail.stream().filter(RecordTimeline::isOfTheRepair).map(Deed::at).max(Comparator.naturalOrder())
                .filter(last -> last.isAfter(remediation.opened())).orElse(remediation.since());
    }

    /** A yes is written down when everything was looked at again; it was said before. */
    private static Instant at(Deed deed) {
        if (!deed.action().equals("approval") || !deed.result().startsWith(SEEN)) return deed.at();
        try {
            return Instant.parse(deed.result().substring(SEEN.length()));
        } catch (DateTimeParseException otherwise) {
            return deed.at();
        }
    }

    private static String words(Deed deed) {
        String result = deed.result();
        return switch (deed.action()) {
            case "command" -> "asked for it";
            case "diagnosis" -> "every check has run: " + result.toLowerCase(Locale.ROOT).replace('_', ' ');
            case "request" -> "asked for a second engineer's yes: " + deed.object();
            case "yes" -> "said yes, " + result + " needed: " + deed.object();
            case "vouching" -> "vouched that the owner of " + deed.object() + " has ended: " + result;
            case "approval" -> "said yes: " + deed.object();
            case "denial" -> "said no: " + deed.object() + ", " + result;
            case "cancel" -> result.equals("asked") ? "called it off" : "called it off: " + result;
            case "expiry" -> "nobody's yes came in time: " + result;
            case "refused reaction" -> "reacted, which does not count: " + result.toLowerCase(Locale.ROOT).replace('_', ' ');
            case "yes taken back" -> "took the yes back";
            case "backup" -> "the copy of the record: " + result;
            case "delete" -> "the delete of " + deed.object() + ": " + result;
            case "validation" -> "looked at Helm afterwards: " + result;
            case "restore" -> "the restore of " + deed.object() + ": " + result;
            case "rerun" -> "the rerun of " + deed.object() + ": " + result;
            case "rerun ended" -> "the new job has ended, " + deed.object() + ": " + result;
            case "resume" -> "taken up again after a stop: " + result;
            default -> deed.action() + " " + deed.object() + ": " + result;
        };
    }

    private static String who(String actor, Map<String, String> names) {
        return Arrays.stream(actor.split(",", -1)).map(each -> names.getOrDefault(each, each)).collect(Collectors.joining(", "));
    }

    private static Map<String, String> names(Remediation remediation) {
        Map<String, String> names = new HashMap<>();
        remediation.notes().forEach(note -> {
            if (note instanceof Note.RefusedReaction(var request, var why)) names.put(why.user(), why.name());
        });
        RecordPeople.yes(remediation).stream().map(RecordPeople.Yes::approvals).flatMap(List::stream)
                .forEach((Approval approval) -> names.put(approval.user(), approval.name()));
        RecordPeople.acts(remediation).forEach(act -> act.plan().vouching().ifPresent(word -> names.put(word.user(), word.name())));
        names.put(remediation.requester().user(), remediation.requester().name());
        return names;
    }
}
