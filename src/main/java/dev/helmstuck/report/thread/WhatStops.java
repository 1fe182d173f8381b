package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Unproven;

/**
 * One thing that stops a delete, as the first line of a message says it: people read that line alone. The findings below it say the rest.
 *
 * @param words what it is, in a few words
 * @param remedy what helps
 */
record WhatStops(String words, String remedy) {
    /** So many can be read in one line. */
    private static final int MOST = 2;

    private static final String ACCESS = "restore the bot's access";
    private static final String BELOW = "do what is said below";

    /** What stops it, that the release itself cannot be judged above all; one for a system that makes several checks say the same. */
    static List<WhatStops> of(List<Finding> findings) {
        List<Finding> stops = new ArrayList<>(findings.stream().filter(finding -> finding.result().blocks()).toList());
        boolean cluster = unread(stops, Step.RELEASE_IS_STUCK);
        boolean gitlab = unread(stops, Step.NO_DEPLOY_IN_FLIGHT);
        List<WhatStops> all = new ArrayList<>();
        if (cluster || gitlab)
            all.add(new WhatStops(
                    (cluster && gitlab ? "GitLab and the cluster" : cluster ? "the cluster" : "GitLab") + " could not be read",
                    ACCESS));
        stops.removeIf(stop -> stop.result() == Result.UNKNOWN && switch (stop.step()) {
            case NO_DEPLOY_IN_FLIGHT -> true;
            case OWNER_IS_DEAD -> cluster || gitlab;
            case WORKLOADS_SETTLED, CLUSTER_IS_HEALTHY, RELEASE_IS_STUCK, DELETE_IS_POSSIBLE -> cluster;
        });
        stops.stream().filter(stop -> stop.step() == Step.RELEASE_IS_STUCK).forEach(stop -> all.add(one(stop, findings)));
        stops.stream().filter(stop -> stop.step() != Step.RELEASE_IS_STUCK).forEach(stop -> all.add(one(stop, findings)));
        return all;
    }

    private static boolean unread(List<Finding> stops, Step step) {
        return stops.stream().anyMatch(stop -> stop.step() == step && stop.result() == Result.UNKNOWN);
    }

    /** All of them, the first ones in words. */
    static String words(List<Finding> findings) {
        List<WhatStops> all = of(findings);
        if (all.isEmpty()) return "a check could not be run";
        return all.stream().limit(MOST).map(WhatStops::words).collect(Collectors.joining(", "))
                + (all.size() > MOST ? " (+" + (all.size() - MOST) + ")" : "");
    }

    /** The same as a sentence of its own. */
    static String sentence(List<Finding> findings) {
        String words = words(findings);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** What helps against the first of them, and that there are more. */
    static Optional<String> remedy(List<Finding> findings) {
        List<WhatStops> all = of(findings);
        return all.stream().findFirst().map(first -> first.remedy()
                + (all.size() == 1 || first.remedy().equals(BELOW) ? "" : " and settle the rest (below)"));
    }

    private static WhatStops one(Finding stop, List<Finding> findings) {
        boolean unknown = stop.result() == Result.UNKNOWN;
        return switch (stop.step()) {
            case NO_DEPLOY_IN_FLIGHT -> new WhatStops("a deploy job is active", "let " + job(stop) + " end");
            case OWNER_IS_DEAD -> unknown ? new WhatStops("who wrote the record could not be looked up", ACCESS) : owner(stop, findings);
            case WORKLOADS_SETTLED -> unknown
                    ? new WhatStops("the workloads could not be read", ACCESS)
                    : new WhatStops("workloads are not settled", "let them settle");
            case CLUSTER_IS_HEALTHY -> unknown
                    ? new WhatStops("the cluster's health could not be read", ACCESS)
                    : new WhatStops("the cluster or a pod is in trouble", "see what is in trouble (below)");
            case RELEASE_IS_STUCK -> new WhatStops(Headline.lower(Headline.bare(stop.summary())), BELOW);
            case DELETE_IS_POSSIBLE -> unknown
                    ? new WhatStops("the dry run of the delete got no answer", ACCESS)
                    : new WhatStops(Headline.lower(Headline.bare(stop.summary())), BELOW);
        };
    }

    private static WhatStops owner(Finding stop, List<Finding> findings) {
        Optional<String> until = Formats.moments(stop.summary()).map(MatchResult::group).reduce((a, b) -> b);
        String vouch = "look where it ran and vouch (below)";
        boolean alone = Unproven.isAll(findings);
        if (until.isPresent()) {
            return new WhatStops("its Helm may live until " + until.get(), "wait until then" + (alone ? ", or " + vouch : ""));
        }
        return stop.unproven().isPresent()
                ? new WhatStops("nothing proves that its Helm has ended", alone ? vouch : "look where it ran")
                : new WhatStops("its Helm may be alive", "let it end");
    }

    /** The first of the jobs, by its number. */
    private static String job(Finding stop) {
        return stop.links().stream().map(link -> link.label().substring(Math.max(0, link.label().lastIndexOf('#')))).findFirst()
                .orElse("it").toLowerCase(Locale.ROOT);
    }
}
