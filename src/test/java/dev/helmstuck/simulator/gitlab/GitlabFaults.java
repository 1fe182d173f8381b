package dev.helmstuck.simulator.gitlab;

import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** What goes wrong with the API, in order: each fault is for one request, unless {@link #always}. */
public final class GitlabFaults {

    /** One thing that goes wrong. */
    public sealed interface GitlabFault {
        /** Another status, with GitLab's kind of body. */
        record StatusAnswer(int status, Optional<String> retryAfter) implements GitlabFault {}

        /** A sign-in page with 200, as a proxy gives. */
        record HtmlAnswer() implements GitlabFault {}

        /** Only the first half of the right body. */
        record BrokenOff() implements GitlabFault {}

        /** The right body without paging headers. */
        record NoPaging() implements GitlabFault {}

        /** The same page again and again, each naming a next one. */
        record Endless() implements GitlabFault {}

        /** The connection is closed without an answer. */
        record Hangup() implements GitlabFault {}

        /** 200 with this body and the right headers. */
        record Body(String text) implements GitlabFault {}

        /** The right answer, but its body ends before the length that was announced. */
        record CutShort() implements GitlabFault {}

        /** The right answer, that much later. */
        record Late(Duration by) implements GitlabFault {}

        /** This status with this body, and the right headers. */
        record StatusBody(int status, String text) implements GitlabFault {}

        /** A redirect. */
        record Redirect(String location) implements GitlabFault {}

        /** One of another kind. */
        record RedirectStatus(int status, String location) implements GitlabFault {}
    }

    private final Queue<GitlabFault> next = new ConcurrentLinkedQueue<>();
    private final Queue<Aimed> after = new ConcurrentLinkedQueue<>();
    private final Queue<Aimed> instead = new ConcurrentLinkedQueue<>();
    private final Queue<Before> before = new ConcurrentLinkedQueue<>();
    private volatile Optional<GitlabFault> always = Optional.empty();

    public GitlabFaults status(int status) {
        return once(new GitlabFault.StatusAnswer(status, Optional.empty()));
    }

    public GitlabFaults rateLimited(int retryAfterSeconds) {
        return once(new GitlabFault.StatusAnswer(429, Optional.of(Integer.toString(retryAfterSeconds))));
    }

    /** For the next request that has none yet. */
    public GitlabFaults once(GitlabFault fault) {
        next.add(fault);
        return this;
    }

    /** For every request that has no fault of its own, until {@link #clear}. */
    public GitlabFaults always(GitlabFault fault) {
        always = Optional.of(fault);
        return this;
    }

    /** Once, when such a request (as "POST /api/v4/…") has been carried out. */
    public GitlabFaults after(Predicate<String> request, GitlabFault fault) {
        after.add(new Aimed(request, fault));
        return this;
    }

    /** For each such request, which is not carried out. */
    public GitlabFaults instead(Predicate<String> request, GitlabFault fault) {
        instead.add(new Aimed(request, fault));
        return this;
    }

    /** Happens once, right before such a request is answered. */
    public GitlabFaults before(Predicate<String> request, Runnable happens) {
        before.add(new Before(request, happens));
        return this;
    }

    public void clear() {
        before.clear();
        after.clear();
        instead.clear();
        next.clear();
        always = Optional.empty();
    }

    void happen(String request) {
        before.stream().filter(each -> each.at().test(request)).findFirst().filter(before::remove).ifPresent(each -> each.happens().run());
    }

    Optional<GitlabFault> instead(String request) {
        return instead.stream().filter(aimed -> aimed.at().test(request)).map(Aimed::fault).findFirst();
    }

    Optional<GitlabFault> take(String request) {
        Optional<Aimed> aimed = after.stream().filter(each -> each.at().test(request)).findFirst();
        aimed.ifPresent(after::remove);
        return aimed.map(Aimed::fault).or(() -> Optional.ofNullable(next.poll())).or(() -> always);
    }

    private record Before(Predicate<String> at, Runnable happens) {}

    private record Aimed(Predicate<String> at, GitlabFault fault) {}
}
