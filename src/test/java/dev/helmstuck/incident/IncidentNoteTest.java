package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.GitlabFaults.GitlabFault;
import dev.helmstuck.simulator.gitlab.SimulatedIssue;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record as a note of the incident's issue: once, whatever becomes of an answer, and else it is said how to do it by hand. */
@Execution(ExecutionMode.CONCURRENT)
class IncidentNoteTest {
    private static final String INCIDENTS = "gitlab-com/gl-infra/production";
    private static final String ASKED = TARGET + " --incident 12345";

    @TempDir
    Path dir;

    private Incident start() {
        return start(true);
    }

    private Incident start(boolean mayWrite) {
        Incident incident = Incident.prepare(dir, Incident.Mode.SOCKET);
        incident.world.with("GITLAB_INCIDENT_PROJECT", INCIDENTS).with("GITLAB_INCIDENT_TOKEN",
                mayWrite ? incident.world.gitlab().rerunToken() : incident.world.gitlab().token());
        return incident.go();
    }

    private static SimulatedIssue issue(Incident incident) {
        return incident.world.gitlab().project(INCIDENTS).issue(12345);
    }

    /** Bob says no, which is the shortest way to a record. */
    private static void refused(Incident incident) {
        incident.no(BOB, incident.request(1));
    }

    private static String said(Incident incident, String key) {
        List<Message> said = incident.messages(key).stream().filter(message -> World.key(message).equals(key)).toList();
        assertThat(said).hasSize(1);
        return said.getFirst().text();
    }

    private static List<String> posts(Incident incident) {
        return incident.gitlabRequests().stream().filter(request -> request.startsWith("POST ")).toList();
    }

    private static void toldOnce(Incident incident) {
        assertThat(issue(incident).notes()).singleElement().satisfies(note -> assertThat(note)
                .startsWith("<!-- helm-stuck record ").contains("bob said no").doesNotContain("CANARY"));
        assertThat(said(incident, "incident")).contains("posted to incident #12345", INCIDENTS + "/-/issues/12345#note_");
    }

    @Test
    void the_record_is_posted_to_the_incident_once() {
        try (Incident incident = start()) {
            SimulatedIssue unused = issue(incident);
            incident.type(ALICE, ASKED);
            refused(incident);
            incident.endedUntouched(Outcome.REFUSED);
            toldOnce(incident);
            assertThat(issue(incident).notes().getFirst()).contains(incident.files(".md").getFirst().lines().limit(5).toList());
            assertThat(incident.messages("root").getFirst().text()).contains("incident #12345");
            assertThat(posts(incident)).hasSize(1);
        }
    }

    @Test
    void a_mention_names_an_incident_too() {
        try (Incident incident = start()) {
            SimulatedIssue unused = issue(incident);
            incident.slack().say(ALICE, CHANNEL, "<@" + incident.slack().botUserId() + "> " + TARGET + " —incident #12345");
            refused(incident);
            incident.endedUntouched(Outcome.REFUSED);
            toldOnce(incident);
        }
    }

    @Test
    void an_unknown_incident_is_said_at_once_and_stops_nothing() {
        try (Incident incident = start()) {
            incident.type(ALICE, ASKED);
            refused(incident);
            incident.endedUntouched(Outcome.REFUSED);
            assertThat(said(incident, "incident-obstacle")).contains("shows no issue 12345 of " + INCIDENTS, "The repair goes on");
            assertThat(said(incident, "incident")).contains("was not posted to incident #12345", "look whether the number is right",
                    "By hand", "java -jar helm-stuck.jar history " + TARGET + " --markdown --id ");
        }
    }

    @Test
    void a_token_without_the_scope_is_said_at_once() {
        try (Incident incident = start(false)) {
            SimulatedIssue unused = issue(incident);
            incident.type(ALICE, ASKED);
            refused(incident);
            incident.endedUntouched(Outcome.REFUSED);
            assertThat(said(incident, "incident-obstacle")).contains("GITLAB_INCIDENT_TOKEN lacks the scope api");
            assertThat(said(incident, "incident")).contains("was not posted", "lacks the scope api");
        }
    }

    @Test
    void a_note_whose_answer_was_lost_is_found_and_never_posted_again() {
        try (Incident incident = start()) {
            SimulatedIssue unused = issue(incident);
            incident.world.gitlab().faults().after(request -> request.startsWith("POST "), new GitlabFault.Hangup());
            incident.type(ALICE, ASKED);
            refused(incident);
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.endedUntouched(Outcome.REFUSED);
            toldOnce(incident);
            assertThat(posts(incident)).hasSize(1);
        }
    }

    @Test
    void a_gitlab_that_stays_away_is_given_up_and_it_is_said_how_to_do_it_by_hand() {
        try (Incident incident = start()) {
            SimulatedIssue unused = issue(incident);
            incident.type(ALICE, ASKED);
            incident.request(1);
            incident.world.gitlab().faults().instead(request -> request.contains("/notes"),
                    new GitlabFault.StatusAnswer(500, Optional.empty()));
            refused(incident);
            incident.patiently("the end", Duration.ofMinutes(2), () -> !incident.audit("end").isEmpty());
            incident.endedUntouched(Outcome.REFUSED);
            assertThat(said(incident, "incident")).contains("was not posted", "look before you paste it", "By hand");
            assertThat(posts(incident)).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " abc", " 0", " -3", " 12345678901234567890", " 12 gprd"})
    void a_bad_number_begins_nothing(String number) {
        try (Incident incident = start()) {
            assertThat(incident.type(ALICE, TARGET + " --incident" + number).text()).satisfiesAnyOf(
                    text -> assertThat(text).contains("Nothing was begun", "/helm-stuck " + TARGET + " --incident 12345"),
                    text -> assertThat(text).contains("did not understand"));
            assertThat(incident.audit("command")).isEmpty();
        }
    }

    @Test
    void without_a_project_it_is_said_what_to_do() {
        try (Incident incident = Incident.start(dir)) {
            assertThat(incident.type(ALICE, ASKED).text()).contains("GITLAB_INCIDENT_PROJECT", "/helm-stuck " + TARGET);
            assertThat(incident.audited("refused command").result()).contains("cannot write to incidents");
            assertThat(incident.audit("command")).isEmpty();
        }
    }

    @Test
    void where_nothing_is_stuck_nothing_is_posted_and_that_is_said() {
        try (Incident incident = start()) {
            SimulatedIssue issue = issue(incident);
            assertThat(incident.cluster.remove(Kind.SECRET, Incident.NAMESPACE, Incident.STUCK)).isTrue();
            incident.type(ALICE, ASKED);
            assertThat(incident.ended(Outcome.NOT_STUCK).text()).contains("no record for incident #12345");
            assertThat(issue.notes()).isEmpty();
        }
    }
}
