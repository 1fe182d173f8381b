package dev.helmstuck.ports;

import java.time.Instant;
import java.util.List;

import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;

/**
 * The copies of records, for a person on a terminal. Both methods act as the account that the target's {@code cluster} names, never as the
 * bot's deleter, and throw {@link UnavailableException} if the API server gives no usable answer.
 */
public interface Copies {

    /** The copies of this target's records, newest first. */
    List<Copy> copies(Target target);

    /**
     * Removes this copy and nothing else: the object is looked at again, and uid and resourceVersion go along as preconditions. Anything that
     * is no copy of this target's records is refused.
     */
    DeleteAnswer remove(Target target, Copy copy);

    /**
     * One copy.
     *
     * @param self the Secret that it is
     * @param record the name of the record that it is a copy of
     * @param created when it was made, which is right before the record was deleted
     * @param remediation by which remediation; empty text if it does not say
     * @param bytes how much it holds
     */
    record Copy(SecretRef self, String record, int revision, Instant created, String remediation, long bytes) {}
}
