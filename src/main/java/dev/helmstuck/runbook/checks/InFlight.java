package dev.helmstuck.runbook.checks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Deploys;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.JobPattern;
import dev.helmstuck.runbook.Target;

/**
 * The active jobs of all projects that answered.
 *
 * @param known those that match a pattern of the target, the ones that write its release first
 * @param others those that match none: of them nothing is known
 * @param answers what the projects said
 */
record InFlight(List<CiJob> known, List<CiJob> others, List<Deploys> answers) {
    private static final int MOST_OTHERS = 3;
    private static final int MOST_NAMES = 6;

    static InFlight of(Target target, List<Fact<Deploys>> facts) {
        List<Deploys> answers = Fact.known(facts);
        Map<Long, CiJob> all = new LinkedHashMap<>();
        Stream.concat(answers.stream().map(Deploys::active).flatMap(List::stream), grouped(answers)).filter(CiJob::active)
                .forEach(job -> all.putIfAbsent(job.id(), job));
        List<CiJob> release = all.values().stream().filter(target::writesRelease).toList();
        Stream<CiJob> cluster = all.values().stream().filter(job -> !target.writesRelease(job) && target.pattern(job).isPresent());
        return new InFlight(Stream.concat(release.stream(), cluster).toList(),
                all.values().stream().filter(job -> target.pattern(job).isEmpty()).toList(), answers);
    }

    /** The jobs in the resource groups. */
    Stream<CiJob> grouped() {
        return grouped(answers);
    }

    private static Stream<CiJob> grouped(List<Deploys> answers) {
        return answers.stream().map(Deploys::groups).flatMap(List::stream).flatMap(InFlight::jobs);
    }

    private static Stream<CiJob> jobs(Deploys.ResourceGroup group) {
        return Stream.concat(group.holder().stream(), group.queue().stream());
    }

    /** Who holds the resource groups, and who waits for them. */
    List<String> groups(Instant now) {
        return answers.stream().map(Deploys::groups).flatMap(List::stream).flatMap(group -> group(group, now).stream()).toList();
    }

    /** The jobs of which nothing is known, and by what the others were judged. */
    List<String> lookedFor(Target target) {
        List<String> lines = new ArrayList<>();
        for (Deploys answer : answers) {
            unjudged(answer.project(), lines);
            lines.add("looked for in " + answer.project() + ": " + sought(target.patterns().stream()
                    .filter(pattern -> pattern.isOf(answer.project())).toList()));
        }
        if (target.patterns().stream().allMatch(JobPattern::release)) {
            lines.add("no other jobs were looked for that write the same cluster: the targets file names none");
        }
        return lines;
    }

    private void unjudged(String project, List<String> lines) {
        List<CiJob> here = others.stream().filter(job -> job.project().equals(project)).toList();
        if (here.isEmpty()) return;
        Map<String, Long> names = here.stream()
                .collect(Collectors.groupingBy(CiJob::name, LinkedHashMap::new, Collectors.counting()));
        List<String> counted = names.entrySet().stream()
                .map(name -> name.getKey() + (name.getValue() == 1 ? "" : " (" + name.getValue() + ")")).toList();
        lines.add(Formats.count(here.size(), "other active job") + " in " + project + (here.size() == 1 ? " matches" : " match")
                + " no pattern of this target's cluster and " + (here.size() == 1 ? "was" : "were") + " not judged: "
                + String.join(", ", Formats.most(counted, MOST_NAMES)));
    }

    /** A cluster with many targets has as many patterns: the target's own are all said, of the others a few. */
    private static String sought(List<JobPattern> patterns) {
        Stream<JobPattern> own = patterns.stream().filter(pattern -> pattern.target().isEmpty());
        List<JobPattern> others = patterns.stream().filter(pattern -> pattern.target().isPresent()).toList();
        int shown = others.size() <= MOST_OTHERS + 1 ? others.size() : MOST_OTHERS;
        String more = shown == others.size()
                ? ""
                : ", and " + (others.size() - shown) + " more of other targets in the same cluster, which the command targets shows";
        return Stream.concat(own, others.stream().limit(shown)).map(InFlight::sought).collect(Collectors.joining(", ")) + more;
    }

    private static String sought(JobPattern pattern) {
        return "`" + pattern.names().pattern() + "` writes " + pattern.writes();
    }

    /** A job in a line. */
    static String line(CiJob job, Instant now) {
        return job.name() + " #" + job.id() + ", " + job.status() + job.age(now).map(age -> " since " + Formats.duration(age)).orElse("")
                + ", by " + job.user();
    }

    private static List<String> group(Deploys.ResourceGroup group, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("resource group " + group.key() + ": " + group.holder().map(job -> "held by " + line(job, now)).orElse("free") + "; "
                + (group.queue().isEmpty() ? "nobody waits" : Formats.count(group.queue().size(), "job") + " waiting"));
        group.queue().forEach(job -> lines.add("waits for " + group.key() + ": " + line(job, now)));
        return lines;
    }
}
