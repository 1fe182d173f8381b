package dev.helmstuck.flow.intake;

import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.report.Report;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hands what comes in to whoever takes it. */
@Singleton
public final class Reception implements Inbox {
    private final CommandHandler commands;
    private final Mentions mentions;
    private final Deliveries deliveries;

    @Inject
    Reception(CommandHandler commands, Mentions mentions, Deliveries deliveries) {
        this.commands = commands;
        this.mentions = mentions;
        this.deliveries = deliveries;
    }

    @Override
    public Report command(Command command) {
        return commands.command(command);
    }

    @Override
    public void mention(Command command) {
        mentions.mention(command);
    }

    @Override
    public void shortcut(Shortcut shortcut) {
        mentions.shortcut(shortcut);
    }

    @Override
    public void reaction(String eventId, MessageRef message) {
        deliveries.reaction(eventId, message);
    }

    @Override
    public void connected() {
        deliveries.connected();
    }
}
