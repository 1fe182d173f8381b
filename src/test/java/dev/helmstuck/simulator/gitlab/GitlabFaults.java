package dev.helmstuck.simulator.gitlab;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What goes wrong with the API, in order: each fault is for one request, unless {@link #always}. */
public final class GitlabFaults {

    /** One thing that goes wrong. */
    public sealed interface Fault {
        /** Another status, with GitLab's kind of body. */
        record Status(int status, Optional<String> retryAfter) implements Fault {}

        /** A sign-in page with 200, as a proxy gives. */
        record WebPage() implements Fault {}

        /** Only the first half of the right body. */
        record Cut() implements Fault {}

        /** The right body without paging headers. */
        record NoPaging() implements Fault {}

        /** The same page again and again, each naming a next one. */
        record Endless() implements Fault {}

        /** The connection is closed without an answer. */
        record Hangup() implements Fault {}

        /** 200 with this body and the right headers. */
        record Body(String text) implements Fault {}

        /** A redirect. */
        record Redirect(String location) implements Fault {}
    }

    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private volatile Optional<Fault> always = Optional.empty();

    public GitlabFaults status(int status) {
        return once(new Fault.Status(status, Optional.empty()));
    }

    public GitlabFaults rateLimited(int retryAfterSeconds) {
        return once(new Fault.Status(429, Optional.of(Integer.toString(retryAfterSeconds))));
    }

    /** For the next request that has none yet. */
    public GitlabFaults once(Fault fault) {
        next.add(fault);
        return this;
    }

    /** For every request that has no fault of its own, until {@link #clear}. */
    public GitlabFaults always(Fault fault) {
        always = Optional.of(fault);
        return this;
    }

    public void clear() {
        next.clear();
        always = Optional.empty();
    }

    Optional<Fault> take() {
        return Optional.ofNullable(next.poll()).or(() -> always);
    }
}
