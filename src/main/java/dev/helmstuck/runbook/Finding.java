package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param cause what got the release stuck, in the words of the job that wrote the record: one of the lines seen, which people read although it
 *     changes no result
 * @param unproven whether only a proof is missing, in whose place a person's word may stand, or stands
 */
public record Finding(Step step, Result result, String summary, List<String> seen, String next, List<Link> links, String byHand,
        Optional<Table> table, Optional<String> cause, Optional<Unproven> unproven) {

    public Finding {
        seen = List.copyOf(seen);
        links = List.copyOf(links);
    }

    /** One that nobody vouches for. */
    public Finding(Step step, Result result, String summary, List<String> seen, String next, List<Link> links, String byHand,
            Optional<Table> table, Optional<String> cause) {
        this(step, result, summary, seen, next, links, byHand, table, cause, Optional.empty());
    }

    /** One without a cause. */
    public Finding(Step step, Result result, String summary, List<String> seen, String next, List<Link> links, String byHand,
            Optional<Table> table) {
        this(step, result, summary, seen, next, links, byHand, table, Optional.empty());
    }

    /** One without a table. */
    public Finding(Step step, Result result, String summary, List<String> seen, String next, List<Link> links, String byHand) {
        this(step, result, summary, seen, next, links, byHand, Optional.empty());
    }

    /** The same with more that was seen; these lines come first. */
    public Finding after(List<String> more) {
        return new Finding(step, result, summary, Stream.concat(more.stream(), seen.stream()).toList(), next, links, byHand, table, cause,
                unproven);
    }

    /** The same where nobody may vouch. */
    Finding takingNoWord() {
        return new Finding(step, result, summary, seen, next, links, byHand, table, cause);
    }

    /** A pass as a remark; anything else stays as it is, for a remark makes nothing better. */
    public Finding remarking(String but, String then) {
        return result == Result.PASS
                ? new Finding(step, Result.WARN, summary + " " + but, seen, then, links, byHand, table, cause, unproven)
                : this;
    }
}
