package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static dev.helmstuck.simulator.World.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.incident.FaultStormTest.Cell;
import dev.helmstuck.incident.FaultStormTest.Phase;
import dev.helmstuck.incident.FaultStormTest.Whose;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of the calls that a mention in a thread, a message's shortcut and the files of a thread make: what cannot begin is told with the
 * reason to who asked, and what has begun goes on in the same thread once the fault is over.
 */
@Execution(ExecutionMode.CONCURRENT)
class ThreadStormTest {
    @TempDir
    Path dir;

    /** A call that is in trouble all the time until it has met it, and how. */
    record ThreadPlay(String method, Trouble trouble) {}

    private static Stream<Trouble> troubles() {
        return Stream.of(Trouble.values()).filter(trouble -> switch (trouble) {
            case HTTP_401, HTTP_403, HTTP_404, HTTP_409, HTTP_410, HTTP_429_LATER, HTTP_429, HTTP_500, HTTP_502, HTTP_503, RESET, HALF,
                    HTML,
                    BLANK, UNKNOWN_ENUM ->
                true;
            // a network does not know one method from another, and there are no pages
            case REFUSED, TIME_OUT, EMPTY_PAGE, ENDLESS -> false;
        });
    }

    private static SlackFault fault(Trouble trouble) {
        return switch (trouble) {
            case HTTP_429_LATER -> SlackFault.tooMany(Trouble.RETRY_AFTER);
            case RESET -> SlackFault.reset();
            case HALF -> SlackFault.halfAnswer();
            case HTML -> SlackFault.html();
            case BLANK -> SlackFault.answer("");
            case UNKNOWN_ENUM -> SlackFault.error("brand_new_error");
            case HTTP_401, HTTP_403, HTTP_404, HTTP_409, HTTP_410, HTTP_429, HTTP_500, HTTP_502, HTTP_503 ->
                SlackFault.status(trouble.status());
            case REFUSED, TIME_OUT, EMPTY_PAGE, ENDLESS -> throw new IllegalArgumentException(trouble.name());
        };
    }

    private static String words(Trouble trouble) {
        return Expected.words(new Cell(Whose.SLACK, trouble, Phase.BEFORE, true));
    }

    private static Message mentioned(Incident incident, Message thread) {
        return incident.slack().reply(ALICE, CHANNEL, thread.ts(), "<@" + incident.slack().botUserId() + "> " + TARGET);
    }

    @ParameterizedTest
    @EnumSource
    void a_mention_whose_channel_cannot_be_looked_up_is_answered_with_the_reason_and_begins_nothing(Mode mode) {
        try (Incident incident = Incident.start(dir, mode)) {
            Message thread = incident.slack().say(BOB, CHANNEL, "The auto-deploy fails, who looks?");
            int told = 0;
            for (Trouble trouble : troubles().toList()) {
                incident.slack().faults().always("conversations.info", fault(trouble));
                var unused = mentioned(incident, thread);
                assertThat(incident.whispers(ALICE, ++told).getLast()).as("%s", trouble).satisfies(answer -> {
                    assertThat(answer.text()).contains("Slack", words(trouble), "nothing", "Type it again");
                    assertThat(answer.thread()).contains(thread.ts());
                });
                incident.slack().faults().clear();
            }
            assertThat(incident.audit("command")).isEmpty();
            assertThat(incident.cluster.requests()).isEmpty();
            var unused = mentioned(incident, thread);
            incident.yes(BOB, incident.request(1));
            incident.repaired();
            isIn(incident, thread);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_shortcut_whose_dialog_does_not_open_is_answered_with_the_reason_and_what_to_type_instead(Mode mode) {
        try (Incident incident = Incident.prepare(dir, mode)) {
            incident.world.targets(CommandsTest.TWO);
            incident.go();
            Message thread = incident.slack().say(BOB, CHANNEL, "The auto-deploy fails, who looks?");
            int told = 0;
            for (Trouble trouble : troubles().toList()) {
                incident.slack().faults().always("views.open", fault(trouble));
                assertThat(incident.slack().shortcut(ALICE, CHANNEL, thread.ts()).acked()).isTrue();
                assertThat(incident.answers(ALICE, ++told).getLast().text()).as("%s", trouble).contains("I could not ask you which target",
                        words(trouble), "@helm-stuck TARGET");
                incident.slack().faults().clear();
            }
            assertThat(incident.audit("command")).isEmpty();
            int opened = incident.slack().dialogs().size();
            var unused = incident.slack().shortcut(ALICE, CHANNEL, thread.ts());
            incident.until("the dialog", () -> incident.slack().dialogs().size() == opened + 1);
            assertThat(incident.slack().submit(incident.slack().dialogs().getLast(), TARGET).acked()).isTrue();
            incident.yes(BOB, incident.request(1));
            incident.repaired();
            isIn(incident, thread);
        }
    }

    /** The calls on the way; where one is read only after a lost answer, that of a message is lost. */
    private static Stream<ThreadPlay> all() {
        return Stream.of("conversations.replies", "chat.postMessage", "chat.update", "reactions.add", "users.info",
                "files.getUploadURLExternal", "files.completeUploadExternal")
                .flatMap(method -> troubles().map(trouble -> new ThreadPlay(method, trouble)));
    }

    private static Stream<ThreadPlay> few() {
        return Stream.of(new ThreadPlay("conversations.replies", Trouble.HTTP_403), new ThreadPlay("users.info", Trouble.HTTP_429_LATER),
                new ThreadPlay("files.getUploadURLExternal", Trouble.HTML), new ThreadPlay("files.completeUploadExternal", Trouble.HALF));
    }

    @ParameterizedTest
    @MethodSource("few")
    void a_fault_on_the_way_is_endured_in_the_thread_of_a_mention(ThreadPlay play) throws IOException {
        endured(play);
    }

    @Test
    @Tag("long")
    void every_fault_of_every_call_is_endured_in_the_thread_of_a_mention() throws IOException {
        for (ThreadPlay play : all().toList())
            endured(play);
        System.out.println("Faults in the thread of a mention: " + all().count() + " plays, each went on to its end");
    }

    private void endured(ThreadPlay play) throws IOException {
        Path place = Files.createDirectories(dir.resolve(play.method() + "-" + play.trouble()));
        try (Incident incident = Incident.start(place)) {
            Message thread = incident.slack().say(BOB, CHANNEL, "The auto-deploy fails, who looks?");
            if (play.method().equals("conversations.replies")) incident.slack().faults().next("chat.postMessage", SlackFault.lostAnswer());
            incident.slack().faults().always(play.method(), fault(play.trouble()));
            var unused = mentioned(incident, thread);
            incident.patiently("it is met, or people are asked", () -> met(incident, play) || asked(incident));
            boolean answered = !met(incident, play);
            if (answered) incident.yes(BOB, incident.request(1));
            incident.patiently("it is met", () -> met(incident, play));
            incident.slack().faults().clear();
            // what cannot begin is said, and the person types it again
            incident.until("it is begun, or told", () -> !incident.audit("command").isEmpty() || !incident.whispers(ALICE).isEmpty());
            if (incident.audit("command").isEmpty()) {
                assertThat(incident.whispers(ALICE).getLast().text()).contains(words(play.trouble()), "Type it again");
                var unusedAgain = mentioned(incident, thread);
            }
            incident.patiently("the request", () -> asked(incident));
            if (!answered) incident.yes(BOB, incident.request(1));
            incident.patiently("the end", () -> !incident.audit("end").isEmpty());
            incident.repaired();
            // a file that Slack says no to is told of without it
            boolean refused = play.method().startsWith("files.") && play.trouble() == Trouble.UNKNOWN_ENUM;
            isIn(incident, thread, refused ? 0 : 1);
            if (refused) assertThat(incident.messages("record")).singleElement().asString().contains("--markdown");
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(play + ": " + failed.getMessage(), failed);
        }
    }

    private static boolean met(Incident incident, ThreadPlay play) {
        return !incident.slack().calls(play.method()).isEmpty();
    }

    private static boolean asked(Incident incident) {
        return !incident.audit("request").isEmpty();
    }

    private static void isIn(Incident incident, Message thread) {
        isIn(incident, thread, 1);
    }

    /** All that the bot says lies there, each message once, and the file of the record so many times. */
    private static void isIn(Incident incident, Message thread, int files) {
        List<Message> ours = incident.slack().messages(CHANNEL).stream()
                .filter(message -> message.user().equals(incident.slack().botUserId())).toList();
        assertThat(ours).isNotEmpty().allSatisfy(message -> assertThat(message.thread()).contains(thread.ts()));
        assertThat(ours.stream().map(World::key).filter(key -> !key.isEmpty())).doesNotHaveDuplicates();
        assertThat(incident.slack().files().stream().filter(file -> file.name().endsWith(".md"))).hasSize(files);
    }
}
