package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Aftermath.Helm;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.HistoryLine;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Proposal;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Table;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is stored comes back equal, also what version 1 stored. */
final class StateJsonTest {
    private final StateJson json = new StateJson();

    private static Ending bare(Outcome outcome) {
        return new Ending(outcome, "", Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Stream<State> states() {
        Ending bare = bare(Outcome.EXPIRED);
        Aftermath poor = new Aftermath(new Helm.NotFound(), Optional.empty(), "");
        CiJob poorJob = new CiJob(Some.PROJECT, 1, "a", "new-status", Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), 2, "", "");
        return Stream.concat(helms().map(helm -> new State.Closing(Stored.ending(helm))),
                Stream.of(new State.Diagnosing(), Stored.awaiting(), new State.AwaitingApproval(Stored.PLAN, Optional.empty(), List.of()),
                        new State.Rechecking(Stored.PLAN, Stored.REQUEST, Stored.APPROVALS),
                        new State.Deleting(Stored.PLAN, Stored.REQUEST, Stored.APPROVALS, Optional.of("backup-1")),
                        new State.Deleting(Stored.PLAN, Stored.REQUEST, List.of(), Optional.empty()),
                        new State.Validating(Stored.PLAN, Stored.APPROVALS, "backup-1"),
                        new State.AwaitingApproval(Stored.RERUN, Optional.of(Stored.REQUEST), Stored.APPROVALS),
                        new State.Rechecking(Stored.RERUN, Stored.REQUEST, Stored.APPROVALS),
                        new State.Rerunning(Stored.RERUN, Stored.REQUEST, Stored.APPROVALS, List.of(Stored.ROLLOUT)),
                        new State.Following(Stored.RERUN, Stored.APPROVALS, List.of(Stored.ROLLOUT), Stored.JOB), Stored.resolved(),
                        new State.Following(Stored.RERUN, Stored.APPROVALS, List.of(), Stored.JOB, Optional.of("GitLab: it is away"),
                                Optional.of(new HistoryLine(8, "deployed", "s8", "uid-8b", "78", Stored.NOW))),
                        new State.AwaitingApproval(Some.restore(), Optional.of(Stored.REQUEST), List.of()),
                        new State.Restoring(Some.restore(), Stored.REQUEST, Stored.APPROVALS, Optional.of("uid-back")), Stored.restored(),
                        new State.Closing(bare), new State.Closed(bare),
                        new State.Closing(new Ending(Outcome.UNLOCKED, "", Optional.empty(), List.of(), Optional.empty(),
                                Optional.of(poor), Optional.empty())),
                        new State.Closing(new Ending(Outcome.UNLOCKED, "", Optional.empty(), List.of(), Optional.empty(),
                                Optional.of(new Aftermath(new Helm.NotFound(), Optional.of(poorJob), "")), Optional.empty())),
                        new State.Closed(new Ending(Outcome.UNLOCKED, "", Optional.empty(), List.of(), Optional.empty(),
                                Optional.of(
                                        new Aftermath(new Helm.NotFound(), Optional.empty(), "", Optional.of(told()), Optional.empty())),
                                Optional.empty())),
                        Stored.closed()));
    }

    private static Hindsight told() {
        return new Hindsight(Stream.of(Hindsight.Became.values())
                .map(became -> new Hindsight.Statement("it is there", List.of("ConfigMap/extra"), became, List.of("it is gone"))).toList());
    }

    static Stream<Helm> helms() {
        return Stream.of(new Helm.Unlocked(7, ReleaseStatus.DEPLOYED), new Helm.NewRevision(9, ReleaseStatus.SUPERSEDED),
                new Helm.StillPending(8, ReleaseStatus.PENDING_ROLLBACK), new Helm.NotFound(), new Helm.Unread("the cluster is away"));
    }

    private Remediation again(Remediation stored) {
        return json.read(stored.id(), json.write(stored));
    }

    @ParameterizedTest
    @MethodSource("states")
    void every_state_comes_back_equal(State state) {
        Remediation stored = Stored.next(Stored.opened("r1", "gitlab-cny"), state);
        assertThat(again(stored)).isEqualTo(stored);
    }

    @Test
    void the_states_of_this_test_are_all_that_there_are() {
        assertThat(states().map(State::getClass)).as("states").contains(subclasses(State.class));
        assertThat(helms().map(Helm::getClass)).as("Helm's").contains(subclasses(Helm.class));
        assertThat(Stored.notes().stream().map(Note::getClass)).as("notes").contains(subclasses(Note.class));
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<? extends T>[] subclasses(Class<T> sealed) {
        return (Class<? extends T>[]) Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(sub -> sub.isSealed() ? Arrays.stream(sub.getPermittedSubclasses()) : Stream.of(sub)).toArray(Class[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void every_outcome_comes_back(Outcome outcome) {
        State state = outcome == Outcome.RESOLVED ? Stored.resolved() : new State.Closing(bare(outcome));
        Remediation stored = Stored.next(Stored.opened("r1", "gitlab-cny"), state);
        assertThat(again(stored)).isEqualTo(stored);
    }

    @Test
    void what_was_called_resolved_before_there_were_reruns_is_unlocked() {
        Remediation stored = Stored.next(Stored.opened("r1", "gitlab-cny"), new State.Closed(bare(Outcome.RESOLVED)));
        assertThat(again(stored).state().end()).hasValueSatisfying(end -> assertThat(end.outcome()).isEqualTo(Outcome.UNLOCKED));
    }

    @Test
    void a_new_remediation_and_the_moment_to_the_nanosecond_come_back_equal() {
        Remediation stored = Stored.opened("r1", "gitlab-cny", Instant.parse("2026-11-21T10:00:00.000000001Z"));
        assertThat(again(stored)).isEqualTo(stored);
    }

    @Test
    void findings_of_every_step_and_result_come_back_equal() {
        List<Finding> findings = Stream.of(Step.values())
                .flatMap(step -> Stream.of(Result.values())
                        .map(result -> new Finding(step, result, "\"quoted\"\n<b>&", List.of(), "", List.of(), "",
                                Optional.of(new Table(List.of("name", "wanted"), List.of(List.of("web", "3")))))))
                .toList();
        Remediation opened = Stored.opened("r1", "gitlab-cny");
        Remediation stored = new Remediation("r1", "gitlab-cny", opened.requester(), "C1", Optional.empty(), Optional.empty(), Stored.NOW,
                opened.state(),
                Stored.NOW, 3,
                findings, List.of(), List.of(), 17);
        assertThat(again(stored)).isEqualTo(stored);
    }

    /** The words of version 1. Rows hold them: a constant that is renamed needs an alias in StateJson, and this list stays as it is. */
    @Test
    void every_word_that_version_1_could_store_is_still_known() {
        assertThat(Stream.of(Outcome.values()).map(Enum::name)).contains("RESOLVED", "NOT_STUCK", "BLOCKED", "REFUSED", "EXPIRED",
                "CANCELLED", "PLAN_CHANGED", "ALREADY_GONE", "NEEDS_ATTENTION", "FAILED");
        assertThat(Stream.of(Step.values()).map(Enum::name)).contains("NO_DEPLOY_IN_FLIGHT", "OWNER_IS_DEAD", "WORKLOADS_SETTLED",
                "RELEASE_IS_STUCK", "DELETE_IS_POSSIBLE");
        assertThat(Stream.of(Result.values()).map(Enum::name)).contains("PASS", "WARN", "STOP", "UNKNOWN");
        assertThat(Stream.of(ReleaseStatus.values()).map(Enum::name)).contains("UNKNOWN", "DEPLOYED", "UNINSTALLED", "SUPERSEDED",
                "FAILED", "UNINSTALLING", "PENDING_INSTALL", "PENDING_UPGRADE", "PENDING_ROLLBACK");
    }

    private static final String PLAN_1 = """
            {"cluster":"gprd-gitlab-gke","namespace":"gitlab-cny","release":"gitlab","secret":"sh.helm.release.v1.gitlab.v8",
             "revision":8,"uid":"uid-8","resourceVersion":"rv-77","status":"PENDING_UPGRADE","created":"2026-11-21T09:00:00.123456789Z",
             "chart":"gitlab-8.8.1","appVersion":"17.8","description":"Preparing \\"upgrade\\" — ünïcode","leftRevision":7,
             "leftStatus":"DEPLOYED","fingerprint":"0011223344556677"}""";
    private static final String APPROVALS_1 = """
            [{"user":"U2","name":"Bo","identity":"bo@example.com","seen":"2026-11-21T10:00:02.123456789Z"},
             {"user":"U3","name":"Cy","identity":"U3","seen":"2026-11-21T10:00:03.123456789Z"}]""";
    private static final String REQUEST_1 = """
            {"channel":"C1","ts":"1700000000.000100","posted":"2026-11-21T10:00:01.123456789Z",
             "deadline":"2026-11-21T10:15:01.123456789Z"}""";

    /** A row as version 1 wrote it. Never edit these texts: a database out there holds them. */
    private static String version1(String state) {
        return """
                {"id":"r1","target":"gitlab-cny","requester":{"user":"U1","name":"Ann","identity":"ann@example.com"},"channel":"C1",
                 "opened":"2026-11-21T10:00:00.123456789Z","state":%s,"since":"2026-11-21T10:00:05.123456789Z","looks":1,
                 "findings":[{"step":"OWNER_IS_DEAD","result":"WARN","summary":"The owner is dead.","seen":["job 41","job 42"],
                   "next":"Look again.","links":[{"label":"job","url":"https://ops.example.com/jobs/41"}],
                   "byHand":"helm history gitlab"}],
                 "version":1}""".formatted(state);
    }

    private static String closed1(String type, String helm) {
        return version1("""
                {"type":"%s","ending":{"outcome":"RESOLVED","why":"The stuck record is deleted.","plan":%s,"approvals":%s,
                 "backup":"backup-1","aftermath":{"helm":%s,"rerun":{"id":42,"name":"gprd-cny:auto-deploy","status":"failed",
                   "created":"2026-11-21T09:55:00.123456789Z","started":"2026-11-21T09:56:40.123456789Z",
                   "finished":"2026-11-21T09:58:20.123456789Z","failureReason":"script_failure","pipeline":4711,"user":"deployer",
                   "url":"https://ops.example.com/jobs/42"},"jobsUnread":"page 2 is missing"}}}"""
                .formatted(type, PLAN_1, APPROVALS_1, helm));
    }

    private void reads(String body, State state, Proposal... proposals) {
        assertThat(json.read("r1", body))
                .isEqualTo(Stored.next(Stored.opened("r1", "gitlab-cny"), state, List.of(proposals), List.of()));
    }

    @Test
    void every_state_that_version_1_stored_is_still_read() {
        Instant since = Stored.NOW.plusSeconds(5);
        Instant posted = Stored.REQUEST.posted();
        reads(version1("{\"type\":\"diagnosing\"}"), new State.Diagnosing());
        reads(version1("{\"type\":\"awaiting-approval\",\"plan\":" + PLAN_1 + ",\"request\":" + REQUEST_1
                + ",\"voided\":\"the Secret was changed\"}"),
                new State.AwaitingApproval(Stored.PLAN, Optional.of(Stored.REQUEST), List.of()),
                new Proposal(1, Stored.PLAN, posted, "the Secret was changed"));
        reads(version1("{\"type\":\"awaiting-approval\",\"plan\":" + PLAN_1 + ",\"request\":null,\"voided\":\"\"}"),
                new State.AwaitingApproval(Stored.PLAN, Optional.empty(), List.of()), new Proposal(1, Stored.PLAN, since, ""));
        // the look after the yes counted, so the request was called by the one before
        reads(version1("{\"type\":\"deleting\",\"plan\":" + PLAN_1 + ",\"request\":" + REQUEST_1 + ",\"approvals\":" + APPROVALS_1
                + ",\"backup\":\"backup-1\"}"),
                new State.Deleting(Stored.PLAN, Stored.REQUEST, Stored.APPROVALS, Optional.of("backup-1")),
                new Proposal(0, Stored.PLAN, posted, ""));
        Proposal proposal = new Proposal(0, Stored.PLAN, since, "");
        reads(version1("{\"type\":\"validating\",\"plan\":" + PLAN_1 + ",\"approvals\":" + APPROVALS_1 + ",\"backup\":\"backup-1\"}"),
                new State.Validating(Stored.PLAN, Stored.APPROVALS, "backup-1"), proposal);
        reads(closed1("closed", "{\"type\":\"unlocked\",\"revision\":7,\"status\":\"DEPLOYED\"}"), Stored.closed(), proposal);
        reads(closed1("closing", "{\"type\":\"new-revision\",\"revision\":9,\"status\":\"SUPERSEDED\"}"),
                new State.Closing(Stored.ending(new Helm.NewRevision(9, ReleaseStatus.SUPERSEDED))), proposal);
        reads(closed1("closing", "{\"type\":\"still-pending\",\"revision\":8,\"status\":\"PENDING_ROLLBACK\"}"),
                new State.Closing(Stored.ending(new Helm.StillPending(8, ReleaseStatus.PENDING_ROLLBACK))), proposal);
        reads(closed1("closing", "{\"type\":\"not-found\"}"), new State.Closing(Stored.ending(new Helm.NotFound())), proposal);
        reads(closed1("closing", "{\"type\":\"unread\",\"why\":\"the cluster is away\"}"),
                new State.Closing(Stored.ending(new Helm.Unread("the cluster is away"))), proposal);
    }

    @Test
    void a_field_that_only_a_newer_version_knows_is_ignored() {
        reads(version1("{\"type\":\"diagnosing\",\"mood\":\"calm\"}"), new State.Diagnosing());
    }

    @Test
    void an_optional_field_that_an_older_version_did_not_know_is_empty() {
        reads(version1("{\"type\":\"awaiting-approval\",\"plan\":" + PLAN_1 + ",\"voided\":\"\"}"),
                new State.AwaitingApproval(Stored.PLAN, Optional.empty(), List.of()),
                new Proposal(1, Stored.PLAN, Stored.NOW.plusSeconds(5), ""));
    }

    @Test
    void a_missing_field_is_an_error_and_never_a_null() {
        assertThatThrownBy(() -> json.read("r1", version1("{\"type\":\"validating\",\"plan\":" + PLAN_1 + ",\"approvals\":[]}")))
                .isInstanceOf(UnavailableException.class).hasMessageContaining("r1").hasMessageContaining("backup");
        for (String body : List.of("{}", "{\"id\":", "", "null", "[]", "{\"version\":1}"))
            assertThatThrownBy(() -> json.read("r1", body)).as(body).isInstanceOf(UnavailableException.class);
    }

    @Test
    void an_unknown_type_is_named_together_with_the_remediation() {
        assertThatThrownBy(() -> json.read("r1", version1("{\"type\":\"pondering\"}"))).isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("the stored remediation r1 cannot be read: it holds a \"pondering\", which this version");
        assertThatThrownBy(() -> json.read("r1", closed1("closed", "{\"type\":\"half-locked\"}"))).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("half-locked");
        assertThatThrownBy(() -> json.read("r1", version1("{}"))).isInstanceOf(UnavailableException.class).hasMessageContaining("r1")
                .hasMessageContaining("missing type");
    }
}
