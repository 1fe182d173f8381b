package dev.helmstuck.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.remediation.Approval;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.runbook.Ci;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.RestorePlan;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Target;

/**
 * Plausible values of the domain: {@code gitlab-cny}, stuck at revision 1234 in {@code pending-upgrade} over a deployed 1233, asked for
 * by Ruth and approved by Ann. A test changes what it is about and leaves the rest.
 */
public final class Some {
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    public static final int STUCK = 1234;

    private Some() {}

    public static final String PROJECT = "gitlab-com/gl-infra/k8s-workloads/gitlab-com";

    public static Ci ci() {
        return new Ci(PROJECT, Pattern.compile("^gprd-cny:(upgrade|auto-deploy)$"),
                Optional.of(Pattern.compile("^gprd:(upgrade|auto-deploy)$")), List.of("gprd-cny"), Duration.ofHours(1), true);
    }

    public static Target target() {
        return target(ci());
    }

    public static Target target(Ci... ci) {
        return new Target("gitlab-cny", "gprd-cny", "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny", List.of(ci));
    }

    /** A revision whose labels agree with {@code status}, made 25 minutes before {@link #NOW}. */
    public static Revision revision(int number, ReleaseStatus status) {
        return new Revision("sh.helm.release.v1.gitlab-cny.v" + number, number, "uid-" + number, "9" + number,
                NOW.minus(Duration.ofMinutes(25)), Optional.of(status.word()), Optional.of(Integer.toString(number)),
                Optional.of(NOW.minus(Duration.ofMinutes(25)).plusSeconds(40)));
    }

    public static Revision madeAt(Revision revision, Instant created) {
        return new Revision(revision.secret(), revision.number(), revision.uid(), revision.resourceVersion(), created,
                revision.statusLabel(), revision.versionLabel(), revision.written());
    }

    public static ReleaseRecord record(int number, ReleaseStatus status) {
        return new ReleaseRecord("gitlab-cny", "gitlab-cny", number, status, "Preparing upgrade", "gitlab-9.6.1", "v18.6.1",
                Optional.of(NOW.minus(Duration.ofMinutes(25))));
    }

    public static Payload payload(int number, ReleaseStatus status) {
        return new Payload.Decoded(record(number, status));
    }

    /** Two records: the newest with this status over one with that. */
    public static Releases releases(ReleaseStatus top, ReleaseStatus below) {
        return new Releases(List.of(revision(STUCK, top), revision(STUCK - 1, below)), Optional.of(payload(STUCK, top)),
                Optional.of(payload(STUCK - 1, below)), Releases.ConfigMaps.NONE, List.of());
    }

    /** Records in ConfigMaps, the highest with this number and status. */
    public static Releases.ConfigMaps configMaps(int top, ReleaseStatus status) {
        List<Revision> records = IntStream.rangeClosed(1, top)
                .mapToObj(number -> revision(number, number == top ? status : ReleaseStatus.SUPERSEDED)).toList();
        return new Releases.ConfigMaps(records, Optional.of(payload(top, status)));
    }

    /** The same records with others in ConfigMaps. */
    public static Releases with(Releases releases, Releases.ConfigMaps configMaps) {
        return new Releases(releases.revisions(), releases.top(), releases.below(), configMaps, releases.otherReleases());
    }

    /** The stuck record, deleted an hour ago, back from its copy. */
    public static RestorePlan restore() {
        return new RestorePlan("gprd-gitlab-gke", "gitlab-cny", "gitlab-cny",
                new SecretRef("helm-stuck.gitlab-cny.v1234.0123456789abcdef", "uid-copy", "777"), "sh.helm.release.v1.gitlab-cny.v1234",
                STUCK,
                ReleaseStatus.PENDING_UPGRADE, 48_213, NOW.minus(Duration.ofHours(1)), "asked for by Ruth, yes from Ann", "");
    }

    public static StuckRevision stuck() {
        return new StuckRevision(revision(STUCK, ReleaseStatus.PENDING_UPGRADE), record(STUCK, ReleaseStatus.PENDING_UPGRADE),
                revision(STUCK - 1, ReleaseStatus.DEPLOYED), record(STUCK - 1, ReleaseStatus.DEPLOYED), List.of());
    }

    /** The same with another object for the stuck record. */
    public static StuckRevision stuck(Revision revision) {
        StuckRevision it = stuck();
        return new StuckRevision(revision, it.record(), it.below(), it.belowRecord(), it.older());
    }

    public static Finding finding(Step step, Result result) {
        return new Finding(step, result, step.title() + ": " + result + ".", List.of("seen"), "", List.of(), "kubectl");
    }

    /** Every check with the same result. */
    public static List<Finding> findings(Result result) {
        List<Finding> all = new ArrayList<>();
        for (Step step : Step.values())
            all.add(finding(step, result));
        return all;
    }

    /** A diagnosis that allows the delete. */
    public static Diagnosis diagnosis() {
        return diagnosis(new ReleaseState.Stuck(stuck()), findings(Result.PASS));
    }

    public static Diagnosis diagnosis(ReleaseState release, List<Finding> findings) {
        return new Diagnosis(target(), NOW, release, findings);
    }

    public static DeletePlan plan() {
        return diagnosis().plan().orElseThrow();
    }

    public static Request request() {
        return new Request("C1", "1763726400.000100", NOW, NOW.plus(Duration.ofMinutes(15)));
    }

    public static Approval approval() {
        return new Approval("UANN", "Ann", "ann@example.com", NOW.plus(Duration.ofMinutes(1)));
    }

    public static Requester requester() {
        return new Requester("URUTH", "Ruth", "ruth@example.com");
    }

    /** A full member of our own workspace. */
    public static Person person(String id, String name) {
        return new Person(id, name, Optional.of(name.toLowerCase(Locale.ROOT) + "@example.com"), true, Optional.of(false),
                Optional.of(false), Optional.of(false), Optional.of(false), Optional.of(false));
    }

    public static Person ruth() {
        return person("URUTH", "Ruth");
    }

    public static Person ann() {
        return person("UANN", "Ann");
    }

    /** Ann by id, Ben by e-mail, and the group SRE may approve; one is enough. */
    public static Policy policy() {
        return policy(1);
    }

    public static Policy policy(int approvals) {
        return policy(new Members(Set.of("UANN", "ben@example.com"), Set.of("SRE")), new Members(Set.of(), Set.of()), approvals);
    }

    public static Policy policy(Members approvers, Members requesters, int approvals) {
        return new Policy(List.of(Pattern.compile("^inc-")), approvers, requesters, approvals, Duration.ofMinutes(15),
                Duration.ofSeconds(15), List.of("white_check_mark", "+1"), List.of("x"));
    }

    /** A job of this name and status that ran from ten minutes before {@code around} to ten minutes after it. */
    public static CiJob job(long id, String name, String status, Instant around) {
        return new CiJob(PROJECT, id, name, status, Optional.of(around.minus(Duration.ofMinutes(11))),
                Optional.of(around.minus(Duration.ofMinutes(10))), Optional.of(around.plus(Duration.ofMinutes(10))), Optional.empty(), 77,
                "deployer", "https://ops.example.com/jobs/" + id);
    }

    /** A job that began five minutes before {@link #NOW} and has not ended. */
    public static CiJob activeJob(long id, String name, String status) {
        return new CiJob(PROJECT, id, name, status, Optional.of(NOW.minus(Duration.ofMinutes(6))),
                Optional.of(NOW.minus(Duration.ofMinutes(5))),
                Optional.empty(), Optional.empty(), 78, "deployer", "https://ops.example.com/jobs/" + id);
    }
}
