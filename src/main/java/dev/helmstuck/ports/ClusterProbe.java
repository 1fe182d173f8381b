package dev.helmstuck.ports;

import java.util.Optional;

import dev.helmstuck.doctor.ClusterAccount;
import dev.helmstuck.doctor.FenceAnswer;
import dev.helmstuck.doctor.Right;
import dev.helmstuck.doctor.ServerFacts;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.Target;

/**
 * What doctor asks of a target's cluster besides what {@link Cluster} reads. Nothing of it is stored. Every method throws
 * {@link UnavailableException} if the API server gives no usable answer.
 */
public interface ClusterProbe {

    /** What the API server says of itself to this account. */
    ServerFacts server(Target target, ClusterAccount account);

    /** Whether the API server says that the account has the right (SelfSubjectAccessReview). */
    boolean allows(Target target, Right right);

    /** A dry run of what the shipped admission policy denies and RBAC does not: the deleter creates a Secret that is no copy of a record. */
    FenceAnswer fence(Target target);

    /** What would keep a record there after its delete, as its metadata say; empty if nothing would, or if there is no such record. */
    Optional<DeleteAnswer.Held> held(Target target, String secret);

    /** A dry run of what a drill makes first; the policy lets it pass in a namespace that is labelled for it, and nowhere else. */
    FenceAnswer practice(Target target);
}
