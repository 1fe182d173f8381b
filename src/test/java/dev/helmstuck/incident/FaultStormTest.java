package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.BELOW;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.helmstuck.gitlab.ImpatientGitlab;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.kubernetes.ImpatientCluster;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.slack.HurriedSlack;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fault in every system before, during and after the approval: each ends in a finding that names the system or in a bounded
 * retry, nothing is deleted that must not be, and the last message arrives once.
 */
class FaultStormTest {
    private static final int AT_ONCE = 6;

    @TempDir
    Path dir;

    /** Whose trouble it is. {@code POSTING} is Slack that answers, but takes no message. */
    enum Whose {
        GITLAB,
        CLUSTER,
        SLACK,
        POSTING
    }

    /** When the trouble begins. */
    enum Phase {
        /** With the command. */
        BEFORE,
        /** With the approver's yes. */
        DURING,
        /** With the delete that was answered. */
        AFTER
    }

    /** @param heals whether all is well again after the first failed round, or only once the flow has lost its patience */
    record Cell(Whose whose, Trouble trouble, Phase phase, boolean heals) {
        @Override
        public String toString() {
            return whose + " " + trouble + " " + phase + (heals ? "" : " for long");
        }
    }

    /** How it ended, and after how many calls of the system in trouble. */
    record StormRow(Cell cell, String outcome, int calls) {}

    private static Stream<Cell> all() {
        return Stream.of(Whose.values()).flatMap(whose -> Stream.of(Trouble.values()).flatMap(trouble -> Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(true, false).map(heals -> new Cell(whose, trouble, phase, heals)))))
                .filter(Expected::exists);
    }

    /** Every fault of every system in one phase, another phase from fault to fault; one that lasts in each phase that has such. */
    private static boolean represents(Cell cell) {
        if (!cell.heals()) return cell.trouble() == Trouble.HTTP_503;
        // Slack's pages are not read before something is posted
        if (cell.whose() == Whose.SLACK && cell.trouble() == Trouble.EMPTY_PAGE) return true;
        int fault = List.of(Trouble.values()).indexOf(cell.trouble());
        return switch (cell.whose()) {
            case GITLAB -> fault % 3 == turn(cell.phase());
            case CLUSTER -> (fault + 1) % 3 == turn(cell.phase());
            case SLACK -> (fault + 2) % 3 == turn(cell.phase());
            case POSTING -> fault % 3 == 0;
        };
    }

    private static int turn(Phase phase) {
        return switch (phase) {
            case BEFORE -> 0;
            case DURING -> 1;
            case AFTER -> 2;
        };
    }

    @Test
    void every_fault_of_every_system_ends_in_words() throws Exception {
        storm(all().filter(FaultStormTest::represents).toList());
    }

    @Test
    @Tag("long")
    void every_fault_of_every_system_in_every_phase_ends_in_words() throws Exception {
        storm(all().toList());
    }

    private void storm(List<Cell> cells) throws Exception {
        List<Future<StormRow>> played = new ArrayList<>();
        List<StormRow> rows = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        try (RetryLog log = new RetryLog(); ExecutorService lives = Executors.newFixedThreadPool(AT_ONCE)) {
            cells.forEach(cell -> played.add(lives.submit(() -> play(cell, log))));
            for (Future<StormRow> row : played) {
                try {
                    rows.add(row.get());
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                }
            }
        }
        System.out.println(new StormTable(rows).write(Path.of("target", "fault-storm.txt")));
        assertThat(failures).isEmpty();
    }

    private StormRow play(Cell cell, RetryLog log) throws IOException {
        Path place = Files.createDirectories(dir.resolve(cell.toString().replace(' ', '-')));
        Duration timeout = cell.trouble() == Trouble.TIME_OUT ? Duration.ofMillis(700) : Duration.ofSeconds(8);
        try (Incident incident = Incident.prepare(place, Mode.SOCKET, new HurriedSlack(timeout)); Lines lines = new Lines(incident)) {
            incident.go(List.of(new ImpatientGitlab(timeout), new ImpatientCluster(timeout)));
            return new Run(cell, incident, storm(cell, incident, lines), log).row();
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(cell + ": " + failed.getMessage(), failed);
        }
    }

    private static Storm storm(Cell cell, Incident incident, Lines lines) {
        return switch (cell.whose()) {
            case GITLAB -> new GitlabStorm(incident, lines, cell.trouble());
            case CLUSTER -> new ClusterStorm(incident, lines, cell.trouble());
            case SLACK -> new SlackStorm(incident, lines, cell.trouble(), "*");
            case POSTING -> new SlackStorm(incident, lines, cell.trouble(), "chat.postMessage");
        };
    }

    /** One cell. */
    private record Run(Cell cell, Incident incident, Storm storm, RetryLog log) {

        StormRow row() {
            return cell.whose() == Whose.SLACK && cell.phase() == Phase.BEFORE ? answered() : endured();
        }

        /** Slack cannot even be asked what place this is: nothing is begun, and the person hears why as soon as anything can be said. */
        private StormRow answered() {
            int before = storm.calls();
            storm.begin();
            if (cell.trouble().isSilence()) incident.meanwhile(storm::end);
            incident.type(ALICE, World.TARGET);
            String answer = incident.answers(ALICE, 1).getFirst().text();
            int calls = storm.calls() - before;
            storm.end();
            assertThat(answer).contains("Slack", Expected.words(cell), "nothing", "Type it again");
            assertThat(incident.audited("refused command").actor()).isEqualTo(ALICE);
            assertThat(incident.messages("")).isEmpty();
            assertThat(calls).isLessThanOrEqualTo(Expected.mostCalls(cell));
            incident.yes(BOB, incident.asked());
            incident.repaired();
            return new StormRow(cell, "ANSWERED", calls);
        }

        private StormRow endured() {
            int before = begin();
            incident.patiently("it ended or was put off", () -> ended() || putOff());
            for (int minutes = 0; minutes < 30 && !cell.heals() && !ended(); minutes += 2) {
                incident.clock.advance(Duration.ofMinutes(2));
                incident.slack().await(Duration.ofMillis(300), this::ended);
            }
            int calls = storm.calls() - before;
            storm.end();
            if (cell.whose() == Whose.POSTING && cell.heals()) {
                incident.patiently("the request", () -> !incident.audit("request").isEmpty());
                incident.yes(BOB, incident.request(1));
            }
            incident.patiently("the end", Duration.ofSeconds(30), this::ended);
            Outcome outcome = Expected.outcome(cell);
            explained(outcome, incident.ended(outcome));
            assertThat(calls).as("calls").isLessThanOrEqualTo(Expected.mostCalls(cell));
            touchedOnly(outcome);
            return new StormRow(cell, outcome.name(), calls);
        }

        /** By the last message if the trouble decided the outcome, else by what the bot wrote down when it put it off. */
        private void explained(Outcome outcome, Message last) {
            String words = Expected.words(cell);
            if (words.isEmpty()) return;
            List<String> said = new ArrayList<>(retries());
            incident.audit("refused reaction").forEach(row -> said.add("Slack: " + row.result()));
            if (said.isEmpty() || outcome == Outcome.NEEDS_ATTENTION || outcome == Outcome.FAILED) {
                assertThat(last.text()).contains(Expected.name(cell), words);
            } else {
                assertThat(said).anySatisfy(line -> assertThat(line).contains(Expected.name(cell), words));
            }
        }

        /** The record is gone where the delete was answered, and else untouched; nothing is posted twice. */
        private void touchedOnly(Outcome outcome) {
            boolean deleted = outcome == Outcome.UNLOCKED || outcome == Outcome.NEEDS_ATTENTION;
            assertThat(incident.there(STUCK)).isEqualTo(!deleted);
            assertThat(incident.there(BELOW)).isTrue();
            assertThat(incident.deletes()).hasSize(deleted ? 1 : 0);
            assertThat(incident.messages("").stream().map(World::key).filter(key -> !key.isEmpty())).doesNotHaveDuplicates();
        }

        /** The number of calls before. */
        private int begin() {
            if (cell.phase() == Phase.BEFORE) {
                int before = storm.calls();
                storm.begin();
                incident.type(ALICE, World.TARGET);
                return before;
            }
            Message request = incident.asked();
            int before = storm.calls();
            if (cell.phase() == Phase.DURING) {
                storm.begin();
            } else {
                storm.beginAfterTheDelete();
            }
            incident.yes(BOB, request);
            return before;
        }

        private boolean ended() {
            return !incident.audit("end").isEmpty();
        }

        /** A round failed, or Slack's answer about a group made the yes one that does not count for now. */
        private boolean putOff() {
            boolean unseen = cell.trouble() == Trouble.EMPTY_PAGE || cell.trouble() == Trouble.ENDLESS;
            // a page of Slack is read only in the round after the one whose message was lost
            return retries().stream().anyMatch(line -> !unseen || line.contains(Expected.words(cell)))
                    || !incident.audit("refused reaction").isEmpty();
        }

        private List<String> retries() {
            return incident.audit("command").stream().findFirst().map(row -> log.retries(row.remediation())).orElse(List.of());
        }
    }
}
