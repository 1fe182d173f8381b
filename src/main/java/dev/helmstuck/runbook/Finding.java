package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

/**
 * What one check found.
 *
 * @param step which check
 * @param result what it means for the delete
 * @param summary one sentence
 * @param seen the facts behind it, a line each; text from the cluster or GitLab, to be escaped when rendered
 * @param next what to do about it; empty if nothing is to be done
 * @param links pages that show more
 * @param byHand the command that shows the same
 * @param table what was looked at, a row each; empty where lines say it all
 */
public record Finding(Step step, Result result, String summary, List<String> seen, String next, List<Link> links, String byHand,
        Optional<Table> table) {

    public Finding {
        seen = List.copyOf(seen);
        links = List.copyOf(links);
    }

    /** One without a table. */
    public Finding(Step step, Result result, String summary, List<String> seen, String next, List<Link> links, String byHand) {
        this(step, result, summary, seen, next, links, byHand, Optional.empty());
    }
}
