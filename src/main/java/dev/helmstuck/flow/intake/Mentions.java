package dev.helmstuck.flow.intake;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;
import dev.helmstuck.report.replies.Replies;
import jakarta.inject.Inject;

/** Takes what is asked in a thread, by a mention or from a message's menu: the same words as a command, answered where they were said. */
final class Mentions {
    private final CommandHandler commands;
    private final Names names;
    private final Conversation conversation;
    private final Answers answers;
    private final Deliveries deliveries;

    @Inject
    Mentions(CommandHandler commands, Names names, Conversation conversation, Answers answers, Deliveries deliveries) {
        this.commands = commands;
        this.names = names;
        this.conversation = conversation;
        this.answers = answers;
        this.deliveries = deliveries;
    }

    /** Once, however often it is delivered. What only acknowledges is not said: what follows says more. */
    void mention(Inbox.Command command) {
        once(command, () -> Optional.of(said(command)).filter(report -> report.tone() != Tone.WORKING));
    }

    private Report said(Inbox.Command command) {
        return switch (conversation.place(command.channel())) {
            case Conversation.Place.Usable(String name) -> commands.command(command.in(name));
            case Conversation.Place.ExternallyShared(String name) -> Replies.sharedChannel();
            case Conversation.Place.NotMember(String name) -> Replies.notMember();
            case Conversation.Place.Archived(String name) -> Replies.archived();
        };
    }

    void shortcut(Inbox.Shortcut shortcut) {
        Inbox.Command command = shortcut.command();
        List<String> known = names.acceptedIn(command.channelName());
        if (known.size() == 1) {
            mention(command.saying(known.getFirst()));
        } else if (known.isEmpty()) {
            once(command, () -> Optional.of(names.nothingThere()));
        } else {
            once(command, () -> offered(shortcut, known));
        }
    }

    private Optional<Report> offered(Inbox.Shortcut shortcut, List<String> known) {
        try {
            conversation.offer(shortcut, known);
            return Optional.empty();
        } catch (UnavailableException unseen) {
            return Optional.of(Replies.noChoice(unseen.source(), unseen.why()));
        }
    }

    private void once(Inbox.Command command, Supplier<Optional<Report>> work) {
        answers.aside(command, () -> deliveries.first("mention:" + command.id()) ? work.get() : Optional.empty());
    }
}
