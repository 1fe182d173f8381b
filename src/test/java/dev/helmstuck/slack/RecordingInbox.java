package dev.helmstuck.slack;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;

/** An inbox that remembers, and answers as told. */
final class RecordingInbox implements Inbox {
    /** A reaction as it came in. */
    record Reaction(String eventId, MessageRef message) {}

    final List<Command> commands = new CopyOnWriteArrayList<>();
    final List<Command> mentions = new CopyOnWriteArrayList<>();
    final List<Shortcut> shortcuts = new CopyOnWriteArrayList<>();
    final List<Reaction> reactions = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    volatile Function<Command, Report> answers = command -> Report.of(Tone.WORKING, "Looking at " + command.text());

    @Override
    public Report command(Command command) {
        commands.add(command);
        return answers.apply(command);
    }

    @Override
    public void mention(Command command) {
        mentions.add(command);
    }

    @Override
    public void shortcut(Shortcut shortcut) {
        shortcuts.add(shortcut);
    }

    @Override
    public void reaction(String eventId, MessageRef message) {
        reactions.add(new Reaction(eventId, message));
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the store is away");
        }
    }

    @Override
    public void connected() {
        connections.incrementAndGet();
    }
}
