package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.WholeLives;
import dev.helmstuck.report.WholeLives.Life;
import dev.helmstuck.report.WholeLives.Moment;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.report.thread.SweepReport;
import dev.helmstuck.report.thread.SweepReport.TargetLine;
import dev.helmstuck.report.thread.ThreadMessage;
import dev.helmstuck.report.thread.ThreadView;
import dev.helmstuck.simulator.slack.Paper;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** The one thread of a sweep, while it waits and as it is read in the end. */
class SweepThreadTest {
    private static final String CHANNEL = "sweep";
    private static final String GROUP = "S0SRE";
    private static final Policy POLICY = Some.policy(new Members(Set.of(), Set.of(GROUP)), new Members(Set.of(), Set.of()), 1);

    private final Paper paper = new Paper(Map.of("URUTH", "Ruth", "UANN", "Ann", "UBEN", "Ben"), Map.of(GROUP, "sre-oncall"));
    private final Map<String, String> timestamps = new HashMap<>();
    private final Map<String, Remediation> now = new HashMap<>();

    @Test
    void itReadsAsItsGolden() {
        List<Life> lives = WholeLives.sweep();
        List<Moment> moments = new ArrayList<>(lives.stream().flatMap(life -> life.moments().stream()).toList());
        moments.sort(Comparator.comparing(Moment::at));
        paper.channel(CHANNEL);
        lives.forEach(life -> now.put(life.moments().getFirst().remediation().id(), life.moments().getFirst().remediation()));
        Instant asked = moments.stream().map(Moment::at).max(Comparator.naturalOrder()).orElseThrow().minusSeconds(120);
        publish(Some.NOW, WholeLives.SWEEP.id(), List.of(first()));
        moments.stream().filter(moment -> moment.at().isBefore(asked)).forEach(this::happens);
        Golden.check("threads/sweep-waiting.txt", paper.transcript(CHANNEL));
        moments.stream().filter(moment -> !moment.at().isBefore(asked)).forEach(this::happens);
        Golden.check("threads/sweep.txt", paper.transcript(CHANNEL));

        assertThat(timestamps.keySet()).as("that nothing is stuck is said by its line alone").noneMatch(key -> key.startsWith("r2/"));
    }

    private void happens(Moment moment) {
        Remediation remediation = moment.remediation();
        now.put(remediation.id(), remediation);
        boolean own = WholeLives.SWEEP.lines().stream().anyMatch(line -> line.own() && line.remediation().equals(remediation.id()));
        if (own) publish(moment.at(), remediation.id(), ThreadView.of(remediation, around(remediation)));
        publish(moment.at(), WholeLives.SWEEP.id(), List.of(first()));
    }

    private ThreadMessage first() {
        return ThreadView.of(WholeLives.SWEEP, SweepReport.of(WholeLives.SWEEP, WholeLives.SWEEP.lines().stream().map(line -> {
            Remediation remediation = now.get(line.remediation());
            Optional<String> key = remediation.state().ended()
                    ? Optional.of(ThreadView.LAST)
                    : remediation.proposal().map(ThreadView::request);
            return new TargetLine(line, Optional.of(remediation), Optional.of(around(remediation)),
                    line.own()
                            ? key.flatMap(it -> link(remediation.id() + "/" + it))
                            : Optional.of("https://acme.slack.com/archives/C1/p1"));
        }).toList()));
    }

    private Optional<String> link(String key) {
        return Optional.ofNullable(timestamps.get(key)).map(ts -> "https://acme.slack.com/archives/C1/p" + ts.replace(".", ""));
    }

    private Surroundings around(Remediation remediation) {
        return new Surroundings(Some.target(), Optional.of(POLICY), List.of(new Named(GROUP, "@sre-oncall", true)),
                remediation.proposal().map(ThreadView::request).flatMap(key -> link(remediation.id() + "/" + key)));
    }

    private void publish(Instant at, String id, List<ThreadMessage> view) {
        paper.at(at);
        for (ThreadMessage message : view) {
            Rendered rendered = Blocks.render(message.report());
            String key = id + "/" + message.key();
            Optional<String> there = Optional.ofNullable(timestamps.get(key));
            there.ifPresent(ts -> paper.edit(CHANNEL, ts, rendered.text(), rendered.blocks()));
            if (there.isPresent() || message.onlyIfPosted()) continue;
            Optional<String> root = Optional.ofNullable(timestamps.get(WholeLives.SWEEP.id() + "/" + ThreadView.ROOT));
            String ts = paper.say(CHANNEL, root, message.place() == ThreadMessage.Destination.REPLY_AND_CHANNEL, rendered.text(),
                    rendered.blocks());
            message.seeds().forEach(emoji -> paper.react(CHANNEL, ts, emoji, List.of(Paper.BOT)));
            timestamps.put(key, ts);
        }
    }
}
