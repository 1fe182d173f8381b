package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Attachment;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.simulator.slack.Channel;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SharedFile;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file in a thread: there once, whatever happens on the way, or a message that says why not. */
class FileUploadTest {
    private static final String CHANNEL = "C0INCIDENT";
    private static final Report REPORT = Report.of(Tone.NEUTRAL, "The whole", Section.plain(Line.of("also by helm-stuck forecast")));

    private final WaitingClock clock = new WaitingClock();
    private final SlackWorkspace slack = SlackWorkspace.start(clock);
    private final SlackSettings settings = new SlackSettings.Http(new Token(slack.botToken()), URI.create(slack.apiUrl()), new Token("s"));
    private final SlackWire wire = new SlackWire(settings, new Signals());
    private final SlackApi api = new SlackApi(settings, wire, clock);
    private final SlackConversation conversation = new SlackConversation(api, new SlackPlaces(api), new BotIdentity(api, settings),
            new PostPace(clock));
    private final MessageRef root = begin();

    private MessageRef begin() {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711"));
        return conversation.post(new Draft("root", CHANNEL, Optional.empty(), false, REPORT));
    }

    @AfterEach
    void close() {
        wire.close();
        slack.close();
    }

    private Draft file(String text) {
        return new Draft("forecast:1", CHANNEL, Optional.of(root), false, REPORT,
                Optional.of(new Attachment("forecast-1.txt", () -> text)));
    }

    private List<Message> replies() {
        return slack.messages(CHANNEL).stream().filter(message -> message.thread().isPresent()).toList();
    }

    @Test
    void it_lies_in_the_thread_with_its_text_and_is_found_again() {
        Draft draft = file("web  rolls\nümlaut\n");
        assertThat(conversation.find(draft)).isEmpty();

        MessageRef there = conversation.post(draft);

        assertThat(there.channel()).isEqualTo(CHANNEL);
        assertThat(slack.files()).extracting(SharedFile::name, SharedFile::text)
                .containsExactly(tuple("forecast-1.txt", "web  rolls\nümlaut\n"));
        assertThat(replies()).singleElement().satisfies(message -> {
            assertThat(message.thread()).contains(root.ts());
            assertThat(message.text()).contains("The whole", "helm-stuck forecast");
            assertThat(conversation.find(draft)).contains(new MessageRef(CHANNEL, message.ts()));
        });
        assertThat(slack.methodsCalled()).containsSubsequence("files.getUploadURLExternal", "files.completeUploadExternal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "half", "500"})
    void one_whose_sharing_got_no_answer_is_not_shared_again_but_found(String how) {
        slack.faults().next("files.completeUploadExternal", switch (how) {
            case "lost" -> SlackFault.lostAnswer();
            case "half" -> SlackFault.halfAnswer();
            default -> SlackFault.status(500);
        });
        Draft draft = file("text\n");

        assertThatThrownBy(() -> conversation.post(draft)).isInstanceOf(UnavailableException.class).hasMessageContaining("not known");

        boolean done = !how.equals("500");
        assertThat(slack.files()).hasSize(done ? 1 : 0);
        assertThat(conversation.find(draft).isPresent()).isEqualTo(done);
    }

    @Test
    void bytes_whose_upload_broke_are_sent_again_for_nobody_has_seen_them() {
        slack.breakNextUpload();

        MessageRef unused = conversation.post(file("text\n"));

        assertThat(slack.files()).singleElement().satisfies(file -> assertThat(file.text()).isEqualTo("text\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.getUploadURLExternal", "files.completeUploadExternal"})
    void a_rate_limit_is_waited_for_and_the_file_is_there_once(String method) {
        slack.faults().next(method, SlackFault.tooMany(Duration.ofSeconds(7)));

        MessageRef unused = conversation.post(file("text\n"));

        assertThat(slack.files()).hasSize(1);
        assertThat(replies()).hasSize(1);
    }

    @Test
    void without_the_scope_a_message_says_what_is_missing_and_where_the_whole_is_told() {
        slack.faults().missingScope("files:write");
        Draft draft = file("text\n");

        MessageRef there = conversation.post(draft);

        assertThat(slack.files()).isEmpty();
        assertThat(replies()).singleElement().satisfies(message -> {
            assertThat(message.ts()).isEqualTo(there.ts());
            assertThat(message.text()).contains("The whole", "helm-stuck forecast", "could not be attached", "files:write");
        });
        assertThat(conversation.find(draft)).contains(there);
    }

    @Test
    void one_that_is_too_large_is_refused_in_words() {
        MessageRef unused = conversation.post(file("x".repeat(2_000_000)));

        assertThat(slack.files()).isEmpty();
        assertThat(replies()).singleElement()
                .satisfies(message -> assertThat(message.text()).contains("could not be attached", "does not take a file of that size"));
    }

    @Test
    void nothing_is_shared_once_somebody_else_goes_on_with_it() {
        assertThatThrownBy(() -> conversation.post(file("text\n"), () -> {
            throw new IllegalStateException("moved on");
        })).hasMessage("moved on");

        assertThat(slack.files()).isEmpty();
        assertThat(replies()).isEmpty();
    }
}
