package dev.helmstuck.runbook;

import java.util.List;

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
 */
public record Finding(Step step, Result result, String summary, List<String> seen, String next, List<Link> links, String byHand) {

    public Finding {
        seen = List.copyOf(seen);
        links = List.copyOf(links);
    }
}
