package dev.helmstuck.runbook;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The releases that a job's log names, in the words of helmfile (1.x and before) and Helm 3 and 4, or as the arguments of a command that it shows.
 *
 * @param named all of them
 * @param deployed those of them on which Helm was set to work: helmfile names others which it only compared
 * @param whole whether nothing of the log was left out, so that no other release was named in it
 */
public record LoggedReleases(Set<ReleaseName> named, Set<ReleaseName> deployed, boolean whole) {
    /** A log that names none. */
    public static final LoggedReleases NONE = new LoggedReleases(Set.of(), Set.of(), true);

    private static final int MOST = 20;
    private static final int MOST_READ = 2_000;
    private static final String NAME = "([a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?)";
    private static final Pattern COMPARES = Pattern
            .compile("^\\s*Comparing release=" + NAME + "(?:,.*?\\bnamespace=" + NAME + ")?(?![\\w.-])");
    private static final Pattern UPGRADES = Pattern
            .compile("^\\s*Upgrading release=" + NAME + "(?:,.*?\\bnamespace=" + NAME + ")?(?![\\w.-])");
    private static final Pattern FAILS = Pattern.compile("\\bfailed processing release " + NAME + ":");
    private static final Pattern RESULT = Pattern
            .compile("^\\s*Release \"" + NAME + "\" (?:has been upgraded|does not exist\\. Installing it now)");
    private static final Pattern TABLE = Pattern.compile("^\\s*(?:UPDATED|FAILED) RELEASES:\\s*$");
    private static final Pattern HEAD = Pattern.compile("^\\s*NAME\\s+(NAMESPACE\\s+)?CHART\\b.*");
    private static final Pattern ROW = Pattern.compile("^\\s*" + NAME + "\\s+(\\S+)\\s.*");

    public LoggedReleases {
        named = Set.copyOf(named);
        deployed = Set.copyOf(deployed);
    }

    /**
     * A release as a log names it.
     *
     * @param namespace where the log says so
     */
    public record ReleaseName(String name, Optional<String> namespace) {
        boolean is(Target target) {
            return name.equals(target.release()) && namespace.map(target.namespace()::equals).orElse(true);
        }

        @Override
        public String toString() {
            return name + namespace.map(where -> " in namespace " + where).orElse("");
        }
    }

    static LoggedReleases of(List<String> lines) {
        Set<ReleaseName> compared = new LinkedHashSet<>();
        Set<ReleaseName> deployed = new LinkedHashSet<>();
        boolean whole = true;
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            whole &= !line.equals(JobLog.LEFT_OUT);
            if (line.length() > MOST_READ) continue;
            add(compared, COMPARES.matcher(line));
            add(deployed, UPGRADES.matcher(line));
            add(deployed, FAILS.matcher(line));
            add(deployed, RESULT.matcher(line));
            HelmCommand.releases(line).forEach(one -> add(deployed, one));
            if (TABLE.matcher(line).matches()) rows(lines.subList(at + 1, lines.size())).forEach(row -> add(deployed, row));
        }
        Set<ReleaseName> named = new LinkedHashSet<>(compared);
        named.addAll(deployed);
        return new LoggedReleases(named, deployed, whole);
    }

    private static void add(Set<ReleaseName> names, Matcher found) {
        if (found.find())
            add(names, new ReleaseName(found.group(1), found.groupCount() > 1 ? Optional.ofNullable(found.group(2)) : Optional.empty()));
    }

    private static void add(Set<ReleaseName> names, ReleaseName one) {
        if (names.size() < MOST) names.add(one);
    }

    private static List<ReleaseName> rows(List<String> table) {
        if (table.isEmpty()) return List.of();
        Matcher head = HEAD.matcher(table.getFirst());
        if (!head.matches()) return List.of();
        return table.stream().skip(1).limit(MOST).map(ROW::matcher).takeWhile(Matcher::matches)
                .map(row -> new ReleaseName(row.group(1), Optional.of(row.group(2)).filter(where -> head.group(1) != null)
                        .filter(where -> where.matches(NAME))))
                .toList();
    }

    /** Whether the target's release is named. */
    public boolean name(Target target) {
        return named.stream().anyMatch(one -> one.is(target));
    }

    /** Whether the whole log names releases, and the target's is none of them. */
    public boolean nameOthersOnly(Target target) {
        return whole && !named.isEmpty() && !name(target);
    }

    /** Whether the whole log names the target's release, but nothing was done with it. */
    public boolean onlyCompare(Target target) {
        return whole && name(target) && deployed.stream().noneMatch(one -> one.is(target));
    }

    /** Those that are not the target's, for a sentence. */
    public String others(Target target) {
        return sentence(named.stream().filter(one -> !one.is(target)).map(ReleaseName::toString).sorted().toList());
    }

    private static String sentence(Collection<String> names) {
        return Formats.most(List.copyOf(names), 4).stream().collect(Collectors.joining(", "));
    }
}
