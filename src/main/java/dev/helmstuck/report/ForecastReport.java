package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.forecast.Deploy;
import dev.helmstuck.forecast.Died;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.forecast.ObjectChange;
import dev.helmstuck.forecast.PartlyKnown;
import dev.helmstuck.forecast.Untold;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.runbook.Target;

/** A forecast as a whole, in words. */
public final class ForecastReport {
    private static final int MOST_NAMES = 6;
    private static final int MOST_ITEMS = 20;
    private static final int MOST_PATHS = 4;

    private ForecastReport() {}

    /** All of it. */
    public static Report of(Target target, Forecast forecast) {
        return new Report(Tone.NEUTRAL, target.name() + ": what happened, and what the next deploy will do", List.of(), sections(forecast));
    }

    /** All of it, as the evidence has it. */
    public static List<Section> sections(Forecast forecast) {
        List<Section> sections = new ArrayList<>();
        sections.add(section("What happened", died(forecast.died()), evidence(forecast)));
        sections.add(Section.of("Once the record is deleted", Line.of(Formats.sentence(status(forecast)))));
        sections.add(section("If the same deploy is repeated", upper(deploy(forecast.ifRepeated())), details(forecast.ifRepeated())));
        changes(forecast.ifRepeated()).ifPresent(sections::add);
        sections.add(section("If it is reverted instead", back(forecast.ifReverted()), details(forecast.ifReverted())));
        changes(forecast.ifReverted()).ifPresent(sections::add);
        if (!forecast.unknown().isEmpty())
            sections.add(section("What could not be told", "", forecast.unknown().stream().map(ForecastReport::untold).toList()));
        return sections;
    }

    /** Nothing is stuck. */
    public static Report notStuck(Target target) {
        return Report.of(Tone.GOOD, target.name() + ": not stuck, so there is nothing to foretell");
    }

    /** Not even the records could be read. */
    public static Optional<Report> unavailable(Fact.Unavailable<?> missing) {
        return Optional.of(Report.of(Tone.CAREFUL, "What the next deploy will do could not be told",
                Section.plain(Line.of(missing.source() + ": " + missing.why()))));
    }

    /** The reason, then what it leaves open, each once for both deploys. */
    private static String untold(Untold untold) {
        return untold.why() + " (so it is not told " + untold.parts().stream().map(part -> switch (part.substring(part.indexOf('.') + 1)) {
            case "dryRunLists" -> "what the dry run lists";
            case "reallyChanges" -> "what really changes";
            case "rolls" -> "what rolls";
            case "rerunsHooks" -> "which hooks run";
            case "orphans" -> "what is orphaned";
            case "fieldsLeft" -> "which fields stay";
            default -> "what the deploy does";
        }).distinct().collect(Collectors.joining(", ")) + ")";
    }

    private static Section section(String heading, String first, List<String> items) {
        List<Line> lines = new ArrayList<>();
        if (!first.isEmpty()) lines.add(Line.of(first));
        Formats.most(items, MOST_ITEMS).forEach(item -> lines.add(Line.bullet(item)));
        return new Section(heading, lines);
    }

    private static List<String> evidence(Forecast forecast) {
        List<String> evidence = new ArrayList<>(forecast.died().evidence());
        evidence.addAll(forecast.remarks());
        return evidence;
    }

    static String died(Died died) {
        String moments = died.couldBe().stream().map(moment -> switch (moment) {
            case BEFORE_APPLYING -> "before anything was applied";
            case IN_HOOK -> "in the hook " + died.hook().orElse("");
            case WHILE_APPLYING -> "between two objects";
            case AFTER_APPLYING -> "when everything had been applied";
        }).map(String::strip).collect(Collectors.joining(", or "));
        return (died.rollback() ? "The rollback died " : "Helm died ") + moments
                + (died.couldBe().size() > 1 ? " (cannot tell which)." : ".");
    }

    static String status(Forecast forecast) {
        return forecast.helmStatus().isEmpty()
                ? "helm status will say that there is no such release."
                : "helm status will say " + forecast.helmStatus().get().word() + ", revision " + forecast.helmRevision().orElse(0) + ".";
    }

    private static String deploy(Deploy deploy) {
        String lists = "the dry run lists " + objects(deploy.dryRunLists());
        return lists + "; really changed: " + objects(deploy.reallyChanges()) + "; rolls: "
                + (deploy.rolls().known().isEmpty() ? nothing(deploy.rolls()) : names(deploy.rolls().known()) + open(deploy.rolls())) + ".";
    }

    private static String back(Deploy deploy) {
        String orphans = deploy.orphans().known().isEmpty()
                ? "orphans: " + nothing(deploy.orphans())
                : "nothing will ever prune " + names(deploy.orphans().known()) + open(deploy.orphans());
        return deploy.revision().isEmpty()
                ? "There is nothing to go back to; if it is given up, " + orphans + "."
                : "Going back to revision " + deploy.revision().get() + " instead: " + deploy(deploy).replaceAll("\\.$", "") + "; "
                        + orphans + ".";
    }

    private static String objects(PartlyKnown<List<String>> told) {
        int count = told.known().size();
        return count == 0 ? nothing(told) : Formats.count(count, "object") + open(told);
    }

    private static String nothing(PartlyKnown<?> told) {
        return told.complete() ? "nothing" : "not told";
    }

    private static String open(PartlyKnown<?> told) {
        return told.complete() ? "" : " and perhaps more";
    }

    static Optional<String> hooks(Deploy deploy) {
        String runs = deploy.rerunsHooks().known().isEmpty() ? "" : "It runs its hooks again: " + names(deploy.rerunsHooks().known()) + ".";
        String taken = deploy.hooksTaken().isEmpty()
                ? ""
                : "It does not run " + names(deploy.hooksTaken()) + ": that is still there, and Helm 4 takes it as it is.";
        return Optional.of(Stream.of(runs, taken).filter(one -> !one.isEmpty()).collect(Collectors.joining(" ")))
                .filter(one -> !one.isEmpty());
    }

    static Optional<String> trouble(Deploy deploy) {
        List<String> why = new ArrayList<>();
        deploy.fails().forEach((object, reason) -> why.add(object + " (" + reason + ")"));
        deploy.conflicts().forEach((object, fields) -> why.add(object + ", for "
                + fields.stream().map(one -> one.manager() + " owns " + one.path()).distinct().limit(2)
                        .collect(Collectors.joining(" and "))));
        return why.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", Formats.most(why, 3)) + (deploy.conflicts().isEmpty() ? "." : ". No dry run shows that."));
    }

    static Optional<String> emptyDryRun(Deploy deploy) {
        return deploy.revision().isPresent() && deploy.dryRunLists().complete() && deploy.dryRunLists().known().isEmpty()
                ? Optional.of("As the dry run is empty, helmfile apply deploys nothing and its job is green without a deploy.")
                : Optional.empty();
    }

    private static String upper(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static List<String> details(Deploy deploy) {
        List<String> details = new ArrayList<>();
        list(details, "the dry run lists: ", deploy.dryRunLists().known());
        list(details, "really changed: ", deploy.reallyChanges().known());
        hooks(deploy).ifPresent(details::add);
        emptyDryRun(deploy).ifPresent(details::add);
        if (deploy.serverSide()) details.add("Helm 4 applies it server-side, as the revision before; Helm 3 never does");
        trouble(deploy).ifPresent(why -> details.add("it would fail: " + why));
        list(details, "orphans, which nothing will ever prune: ", deploy.orphans().known());
        for (Map.Entry<String, List<String>> left : deploy.fieldsLeft().known().entrySet())
            details.add("stays in " + left.getKey() + ": " + String.join(", ", Formats.most(left.getValue(), MOST_NAMES)));
        customs(deploy).ifPresent(details::add);
        return details;
    }

    /** Why a revert of a custom resource may do nothing at all. */
    private static Optional<String> customs(Deploy deploy) {
        List<String> kept = deploy.customsLeft().entrySet().stream()
                .map(one -> one.getKey() + " (" + String.join(", ", Formats.most(one.getValue(), MOST_PATHS)) + ")").toList();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional
                        .of("Helm changes a custom resource only where two manifests differ, whatever the cluster has, so these keep what "
                                + "another revision set: " + names(kept) + ".");
    }

    private static void list(List<String> details, String what, List<String> names) {
        if (!names.isEmpty()) details.add(what + String.join(", ", Formats.most(names, MOST_ITEMS)));
    }

    private static Optional<Section> changes(Deploy deploy) {
        List<List<String>> rows = new ArrayList<>();
        for (ObjectChange change : deploy.changes()) {
            if (change.details().isEmpty()) rows.add(List.of(change.object(), change.what(), "", ""));
            change.details().forEach(one -> rows.add(List.of(change.object(), one.path(), one.before(), one.after())));
        }
        if (rows.isEmpty()) return Optional.empty();
        return Optional.of(Section.plain(Line.table(AlignedTable.lines(new Table(List.of("object", "changes", "from", "to"), rows)))));
    }

    private static String names(List<String> names) {
        return String.join(", ", Formats.most(names, MOST_NAMES));
    }
}
