package dev.helmstuck.testing.orders;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.report.thread.SweepReport;
import dev.helmstuck.report.thread.SweepReport.TargetLine;
import dev.helmstuck.report.thread.ThreadView;
import dev.helmstuck.testing.orders.FakeChat.ChatMessage;

/** Whether the first message of a sweep says at the end what became of each of its targets. */
record SweepWords(Ground ground, Sweep sweep) {
    /** What goes on while nobody looks at its first message any more. */
    Optional<String> open() {
        return all().filter(it -> !(it.state() instanceof State.Closed)).findFirst().map(it -> "this goes on: " + it);
    }

    private Stream<Remediation> all() {
        return sweep.lines().stream().map(line -> ground.store.find(line.remediation()).orElseThrow());
    }

    /** There is one such message. */
    Optional<String> posted() {
        List<ChatMessage> ours = ground.chat.of(sweep.id());
        return ours.size() == 1 && ours.getFirst().key().equals(ThreadView.ROOT) && !ours.getFirst().draft.broadcast()
                ? Optional.empty()
                : Optional.of("a sweep has not one first message: " + ours.stream().map(ChatMessage::key).toList());
    }

    /** It says what follows from the ends of all. */
    Optional<String> wrong() {
        String should = SweepReport.of(sweep, sweep.lines().stream().map(this::line).toList()).toString();
        String says = ground.chat.of(sweep.id()).getFirst().now.toString();
        boolean forgotten = says.contains("(no longer configured)");
        return forgotten || says.equals(should) ? Optional.empty() : Optional.of("it says " + says + ", but should say " + should);
    }

    private TargetLine line(SweepLine line) {
        Remediation remediation = ground.store.find(line.remediation()).orElseThrow();
        return new TargetLine(line, Optional.of(remediation), Optional.of(new Surroundings(ground.cluster(line.target()).target,
                Optional.empty(), List.of(), Optional.empty())), link(line, remediation));
    }

    private Optional<String> link(SweepLine line, Remediation remediation) {
        String first = ground.chat.of(remediation.id()).stream().anyMatch(it -> it.key().equals(ThreadView.ROOT))
                ? remediation.id()
                : remediation.sweep().orElse(remediation.id());
        String of = line.own() ? remediation.id() : first;
        String key = line.own() ? ThreadView.LAST : ThreadView.ROOT;
        return ground.chat.of(of).stream().filter(it -> it.key().equals(key)).findFirst()
                .map(it -> "https://chat.example.com/" + it.ref.ts());
    }
}
