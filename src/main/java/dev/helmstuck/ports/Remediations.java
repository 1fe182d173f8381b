package dev.helmstuck.ports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Deed;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Sweep;

/**
 * The store: survives restarts and is shared by replicas. Every method throws {@link UnavailableException} if the database does not answer.
 */
public interface Remediations {

    /** Stores a new remediation, unless one of the same target is open: then that one is the answer. */
    Opening open(Remediation remediation, AuditRow row);

    /** What became of {@link #open}. */
    sealed interface Opening {
        /** It is stored. */
        record Opened() implements Opening {}

        /** Another one of this target has not ended yet. */
        record AlreadyOpen(Remediation other) implements Opening {}
    }

    /**
     * Stores a sweep with a new remediation for each of its lines, all or nothing. Where one of the same target is open, the line tells of that
     * one instead.
     *
     * @return the sweep as it is stored
     */
    Sweep open(Sweep asked, List<AuditRow> rows);

    /** The sweeps of which something may still be told, oldest first. */
    List<Sweep> openSweeps();

    /** Everything of this sweep is told. */
    void told(Sweep sweep);

    /** The remediation with this id. */
    Optional<Remediation> find(String id);

    /** Whether it is still as it was read: nobody, here or in another process, has saved a later version. */
    default boolean stands(Remediation remediation) {
        return find(remediation.id()).map(now -> now.version() == remediation.version()).orElse(false);
    }

    /** The remediation of this target that has not ended. */
    Optional<Remediation> openFor(String target);

    /** The remediation to which this message was posted, by {@link #posted}. */
    Optional<Remediation> byMessage(MessageRef message);

    /** All that are not {@code Closed}, oldest first. */
    List<Remediation> unfinished();

    /** The newest ones in any state, the newest first, at most so many; of one target, or of all. */
    List<Remediation> newest(Optional<String> target, int most);

    /**
     * Saves the next version together with audit rows, all or nothing.
     *
     * @return false if somebody else saved first ({@code next.version()} is not one more than the stored version): nothing was saved
     */
    boolean save(Remediation next, List<AuditRow> rows);

    /** Appends an audit row. Rows are never changed or deleted. */
    void audit(AuditRow row);

    /** The audit rows of a remediation, in order of writing. */
    List<AuditRow> auditOf(String remediation);

    /**
     * The audit rows from this moment on, in order of writing; of one target, or of all. To a target belong the rows of its remediations, and
     * those without a remediation whose object begins with its name.
     */
    List<AuditRow> auditSince(Optional<String> target, Instant from);

    /** Takes or renews the right to work on a remediation until then; false while somebody else holds it. */
    boolean lease(String id, String owner, Instant now, Instant until);

    /** Renews the right, though its time may have run out; false if somebody else has had it meanwhile, or it was given back. */
    boolean renew(String id, String owner, Instant until);

    /** Gives the right back, if this owner holds it. */
    void release(String id, String owner);

    /** Whether this key is seen for the first time (a delivered event, a command, an answer given once). */
    boolean first(String key, Instant now);

    /** Whether this key was seen; it stays unseen if it was not. */
    boolean knows(String key);

    /** Forgets keys that were seen before this moment. */
    void forgetKeys(Instant before);

    /** The messages of a remediation or of a sweep: intended, perhaps posted. */
    List<Posting> postings(String remediation);

    /** Saves the intention to post a message; keeps an earlier one. */
    void intend(String remediation, String key, Instant now);

    /** Saves where an intended message lies; what it shows is to be saved by {@link #shows}. */
    void posted(String remediation, String key, MessageRef message);

    /** Saves what a posted message shows, as a hash of its content; empty right before it is changed, for an answer may be lost. */
    void shows(String remediation, String key, Optional<String> content);

    /** A message: {@code at} is empty until it is known to be posted, {@code content} while it is not known for certain. */
    record Posting(String key, Optional<MessageRef> at, Optional<String> content) {}

    /**
     * Who did what, when, with what result.
     *
     * @param remediation the remediation's id; empty text if there is none (a refused command)
     * @param actor a Slack user id, or "helm-stuck"
     * @param action a word: command, approval, refusal, delete, …
     * @param object exactly what it was done to, e.g. a Secret with uid and resourceVersion; without a remediation it begins with the
     *     target's name
     * @param result what came of it
     */
    record AuditRow(String remediation, Instant at, String actor, String action, String object, String result) {
        /** The same within its remediation. */
        public Deed deed() {
            return new Deed(at, actor, action, object, result);
        }
    }
}
