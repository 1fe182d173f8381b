package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.forecast.Deploy;
import dev.helmstuck.forecast.Forecast;
import dev.helmstuck.forecast.PartlyKnown;
import dev.helmstuck.forecast.Untold;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.runbook.Target;

/**
 * A forecast for a thread: a few lines for whoever says yes, and a table for the evidence. Both are kept with the remediation, so both are
 * bounded in size and hold no value; {@code helm-stuck forecast} on a terminal has all.
 */
public final class ForecastLines {
    private static final int MOST_NAMES = 4;
    private static final int MOST_SEEN = 4;
    private static final int MOST_PATHS = 2;
    private static final int MOST_LINES = 7;
    private static final int LONGEST_LINE = 320;
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_CELL = 80;
    /** They are kept with the remediation, and make a file of some hundred kilobytes at most. */
    private static final int MOST_ROWS = 500;

    private ForecastLines() {}

    /** What an approver must know, in at most eight lines. */
    public static Prospect of(Target target, Forecast forecast) {
        Deploy again = forecast.ifRepeated();
        List<String> next = new ArrayList<>();
        next.add("The same deploy again: " + does(again) + ".");
        ForecastReport.trouble(again).ifPresent(why -> next.add("That deploy would fail: " + why));
        ForecastReport.hooks(again).ifPresent(next::add);
        ForecastReport.emptyDryRun(again).ifPresent(next::add);
        next.add(back(forecast.ifReverted()));
        Set<String> left = forecast.ifReverted().keepers();
        if (!left.isEmpty()) next.add("Going back would leave fields in " + names(List.copyOf(left)) + ".");
        if (!forecast.unknown().isEmpty()) next.add(untold(target, forecast.unknown()));
        String paths = ChangeWords.paths(again);
        if (!paths.isEmpty() && next.size() < MOST_LINES) next.add(1, "What changes: " + paths + ".");
        String died = ForecastReport.died(forecast.died()) + " Once the record is deleted, " + ForecastReport.status(forecast);
        return new Prospect(cut(died, target), next.stream().map(line -> cut(line, target)).toList(), isEmpty(again.dryRunLists()), "",
                Optional.of(forecast.baseline()));
    }

    /** Why nothing could be foretold. */
    public static String why(Fact.Unavailable<?> missing) {
        return cut(missing.source() + ": " + missing.why(), LONGEST_LINE);
    }

    /** What it was foretold from, and what could not be told, for the evidence. */
    public static List<String> seen(Forecast forecast) {
        List<String> seen = new ArrayList<>();
        List<String> evidence = Stream.concat(forecast.died().evidence().stream(), forecast.remarks().stream()).toList();
        Formats.most(evidence, MOST_SEEN).forEach(one -> seen.add(cut(one, LONGEST_LINE)));
        Formats.most(forecast.unknown().stream().map(Untold::why).toList(), MOST_SEEN)
                .forEach(one -> seen.add(cut("not foretold: " + one, LONGEST_LINE)));
        return seen;
    }

    /** What the next deploy does to each object, the same one again beside the revert; what matters most comes first. */
    public static Table table(Target target, Forecast forecast) {
        Deploy again = forecast.ifRepeated();
        Deploy back = forecast.ifReverted();
        List<String> objects = Stream.of(again, back).flatMap(deploy -> objects(deploy).stream()).distinct()
                .sorted(Comparator.comparing(object -> Math.min(rank(again, object), rank(back, object)))).toList();
        List<List<String>> rows = new ArrayList<>();
        objects.stream().limit(MOST_ROWS)
                .forEach(object -> rows.add(List.of(cut(object, LONGEST_NAME), cell(again, object), cell(back, object))));
        int more = objects.size() - MOST_ROWS;
        if (more > 0) rows.add(List.of("… and " + more + " more: " + command(target), "", ""));
        if (objects.isEmpty()) rows.add(List.of(forecast.unknown().isEmpty() ? "nothing changes" : "none is known", "", ""));
        return new Table(List.of("next deploy", "the same again", back.revision().map(it -> "back to revision " + it).orElse("given up")),
                rows, Optional.of("the file in this thread, or " + command(target)));
    }

    private static String does(Deploy deploy) {
        List<String> rolls = deploy.rolls().known();
        List<String> changes = deploy.reallyChanges().known();
        List<String> lists = deploy.dryRunLists().known();
        String there = changes.isEmpty() && !lists.isEmpty() && deploy.isThere() ? ", which the cluster has already" : "";
        return "rolls " + (rolls.isEmpty() ? nothing(deploy.rolls()) : names(rolled(deploy)) + open(deploy.rolls())) + "; changes "
                + count(deploy.reallyChanges()) + "; its dry run lists " + count(deploy.dryRunLists()) + there;
    }

    /** What rolls, each with its new images. */
    private static List<String> rolled(Deploy deploy) {
        return deploy.rolls().known().stream().map(object -> {
            String images = ChangeWords.images(deploy, object);
            return images.isEmpty() ? object : cut(object, LONGEST_NAME / 2) + " (" + images + ")";
        }).toList();
    }

    private static String back(Deploy deploy) {
        List<String> orphans = deploy.orphans().known();
        String left = orphans.isEmpty()
                ? "orphans " + nothing(deploy.orphans())
                : "orphans " + names(orphans) + open(deploy.orphans()) + ", which nothing will ever prune";
        boolean unseen = isEmpty(deploy.dryRunLists()) && !deploy.reallyChanges().known().isEmpty();
        String green = unseen ? ", so helmfile apply would do nothing of it" : "";
        return deploy.revision()
                .map(revision -> "Going back to revision " + revision + " instead: " + does(deploy) + green + "; " + left + ".")
                .orElse("There is nothing to go back to; giving up " + left + ".");
    }

    private static String count(PartlyKnown<List<String>> told) {
        int count = told.known().size();
        return count == 0 ? nothing(told) : Formats.count(count, "object") + open(told);
    }

    private static String nothing(PartlyKnown<?> told) {
        return told.complete() ? "nothing" : "nothing that is known, but not all could be told";
    }

    private static boolean isEmpty(PartlyKnown<List<String>> told) {
        return told.complete() && told.known().isEmpty();
    }

    private static String open(PartlyKnown<?> told) {
        return told.complete() ? "" : " and perhaps more";
    }

    private static String untold(Target target, List<Untold> unknown) {
        String more = unknown.size() == 1 ? "" : " And " + (unknown.size() - 1) + " more: " + command(target);
        return Formats.sentence(cut("Not foretold: " + unknown.getFirst().why(), LONGEST_LINE - more.length() - 1)) + more;
    }

    private static Set<String> objects(Deploy deploy) {
        Set<String> objects = new LinkedHashSet<>(deploy.fails().keySet());
        objects.addAll(deploy.conflicts().keySet());
        Stream.of(deploy.rolls(), deploy.orphans(), deploy.reallyChanges(), deploy.rerunsHooks(), deploy.dryRunLists())
                .forEach(told -> objects.addAll(told.known()));
        objects.addAll(deploy.keepers());
        return objects;
    }

    private static int rank(Deploy deploy, String object) {
        if (deploy.fails().containsKey(object) || deploy.conflicts().containsKey(object)) return 0;
        if (deploy.rolls().known().contains(object)) return 1;
        if (deploy.orphans().known().contains(object) || deploy.keepers().contains(object)) return 2;
        if (deploy.reallyChanges().known().contains(object)) return 3;
        return deploy.rerunsHooks().known().contains(object) ? 4 : 5;
    }

    private static String cell(Deploy deploy, String object) {
        List<String> words = new ArrayList<>();
        if (deploy.fails().containsKey(object)) words.add("fails");
        if (deploy.conflicts().containsKey(object)) words.add("conflict");
        boolean changes = deploy.reallyChanges().known().contains(object);
        boolean listed = deploy.dryRunLists().known().contains(object);
        if (deploy.rolls().known().contains(object)) words.add("rolls");
        else if (changes) words.add("changes");
        else if (listed) words.add(deploy.isThere() ? "listed, there already" : "listed");
        if (changes && !listed && deploy.dryRunLists().complete()) words.add("not in the dry run");
        if (deploy.rerunsHooks().known().contains(object)) words.add("runs again");
        if (deploy.orphans().known().contains(object)) words.add("orphan");
        List<String> left = deploy.kept(object);
        if (!left.isEmpty()) words.add("keeps " + String.join(", ", Formats.most(left, MOST_PATHS)));
        String how = ChangeWords.of(deploy, object);
        return cut(String.join(", ", words) + (how.isEmpty() ? "" : ": " + how), LONGEST_CELL);
    }

    private static String names(List<String> names) {
        return String.join(", ", Formats.most(names.stream().map(name -> cut(name, LONGEST_NAME)).toList(), MOST_NAMES));
    }

    private static String command(Target target) {
        return TerminalCommand.of("forecast " + target.name());
    }

    private static String cut(String line, Target target) {
        String rest = " (whole: " + command(target) + ")";
        return line.length() <= LONGEST_LINE ? line : cut(line, LONGEST_LINE - rest.length()) + rest;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) return text;
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }
}
