package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the API server says to a delete (or its dry run) with uid and resourceVersion preconditions. */
public sealed interface DeleteAnswer {

    /** It was deleted, or, for a dry run, would be. */
    record Done() implements DeleteAnswer {}

    /** There is no such Secret. */
    record Gone() implements DeleteAnswer {}

    /** Another object is there, or the object changed (409). */
    record Changed(String message) implements DeleteAnswer {}

    /** The API server forbids it (403, or an admission policy): its own words. */
    record Forbidden(String message) implements DeleteAnswer {}

    /**
     * A delete marks it only: it stays until its finalizers are taken off, and Helm sees it all the while.
     *
     * @param deleted since when it is marked, if somebody deleted it before
     */
    record Held(List<Finalizer> finalizers, Optional<Instant> deleted) implements DeleteAnswer {
        public Held {
            finalizers = List.copyOf(finalizers);
        }

        /** All of them in a sentence. */
        public String words() {
            List<String> each = Formats.most(finalizers.stream().map(Finalizer::words).toList(), 5);
            return (finalizers.size() == 1 ? "finalizer " : "finalizers ") + String.join("; ", each);
        }
    }
}
