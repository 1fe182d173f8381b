package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.report.WholeLives;
import dev.helmstuck.report.WholeLives.Life;
import dev.helmstuck.report.WholeLives.Moment;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.report.thread.ThreadMessage;
import dev.helmstuck.report.thread.ThreadMessage.Destination;
import dev.helmstuck.report.thread.ThreadView;
import dev.helmstuck.simulator.slack.Paper;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole thread of each outcome, as it is read in the end. */
class EveryThreadTest {
    private static final String GROUP = "S0SRE";
    private static final Path PAGE = Path.of("target/threads.html");

    static Stream<String> lives() {
        return WholeLives.all().stream().map(Life::name);
    }

    private static Life life(String name) {
        return WholeLives.all().stream().filter(life -> life.name().equals(name)).findFirst().orElseThrow();
    }

    private static Paper paper() {
        return new Paper(Map.of("URUTH", "Ruth", "UANN", "Ann", "UBEN", "Ben"), Map.of(GROUP, "sre-oncall"));
    }

    @ParameterizedTest
    @MethodSource("lives")
    void everyThreadReadsAsItsGolden(String name) {
        Paper paper = paper();
        new Play(paper, life(name)).play();

        Golden.check("threads/" + name + ".txt", paper.transcript(name));
    }

    @ParameterizedTest
    @MethodSource("lives")
    void theApproversAreMentionedOnceAndOnlyWhileTheyAreAsked(String name) {
        Paper paper = paper();
        Play play = new Play(paper, life(name));
        play.play();

        String mention = "<!subteam^" + GROUP + ">";
        assertThat(play.posted).as("posted with a mention: who is mentioned is notified")
                .allSatisfy((key, blocks) -> assertThat(blocks.contains(mention)).isEqualTo(asks(key)));
    }

    private static boolean asks(String key) {
        return key.startsWith("request:") || key.startsWith("rerun:") || key.startsWith("restore:");
    }

    @Test
    void onePageShowsEveryThread() throws IOException {
        Paper paper = paper();
        WholeLives.all().forEach(life -> new Play(paper, life).play());

        Files.createDirectories(PAGE.getParent());
        Files.writeString(PAGE, paper.page());
        assertThat(PAGE).content().doesNotContain("<script src", "<link").contains(WholeLives.all().stream().map(Life::name).toList());
    }

    /** Makes the paper agree with the view at each moment, as the bot makes the chat agree. */
    private static final class Play {
        private final Paper paper;
        private final Life life;
        private final Map<String, String> timestamps = new HashMap<>();
        private final Map<String, String> posted = new LinkedHashMap<>();

        Play(Paper paper, Life life) {
            this.paper = paper;
            this.life = life;
        }

        void play() {
            paper.channel(life.name());
            life.moments().forEach(this::publish);
            if (life.answer().isEmpty()) return;
            timestamps.entrySet().stream().filter(each -> asks(each.getKey())).map(Map.Entry::getValue)
                    .max(String::compareTo)
                    .ifPresent(request -> paper.react(life.name(), request, life.answer(), List.of("UANN")));
        }

        private void publish(Moment moment) {
            paper.at(moment.at());
            for (ThreadMessage message : ThreadView.of(moment.remediation(), surroundings(moment))) {
                Rendered rendered = Blocks.render(message.report());
                Optional<String> there = Optional.ofNullable(timestamps.get(message.key()));
                there.ifPresent(ts -> paper.edit(life.name(), ts, rendered.text(), rendered.blocks()));
                if (there.isEmpty() && !message.onlyIfPosted()) post(message, rendered);
            }
        }

        private void post(ThreadMessage message, Rendered rendered) {
            Optional<String> root = message.place() == Destination.ROOT ? Optional.empty() : Optional.of(timestamps.get(ThreadView.ROOT));
            String ts = paper.say(life.name(), root, message.place() == Destination.REPLY_AND_CHANNEL, rendered.text(), rendered.blocks());
            message.seeds().forEach(emoji -> paper.react(life.name(), ts, emoji, List.of(Paper.BOT)));
            timestamps.put(message.key(), ts);
            posted.put(message.key(), rendered.blocks().toString());
        }

        private Surroundings surroundings(Moment moment) {
            Policy policy = Some.policy(new Members(Set.of(), Set.of(GROUP)), new Members(Set.of(), Set.of()), life.approvals());
            Optional<String> link = moment.remediation().proposal().map(ThreadView::request).map(timestamps::get)
                    .map(ts -> "https://acme.slack.com/archives/" + life.name() + "/p" + ts.replace(".", ""));
            return new Surroundings(Some.target(), Optional.of(policy), List.of(new Named(GROUP, "@sre-oncall", true)), link);
        }
    }
}
