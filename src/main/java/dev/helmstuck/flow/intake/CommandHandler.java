package dev.helmstuck.flow.intake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox.Command;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;
import dev.helmstuck.report.replies.Replies;
import jakarta.inject.Inject;

/** Answers at once what is known at once, and leaves the rest to the background. */
final class CommandHandler {

    /** Words that take no option. */
    private static final Set<String> VERBS = Set.of("help", "targets", "rollback", "status", "history", "cancel");

    private final Names names;
    private final Doings doings;
    private final Answers answers;
    private final Overview overview;
    private final Deliveries deliveries;

    /** What a command sets going. */
    record Doings(Begin begin, Cancel cancel) {
        @Inject
        Doings {}
    }

    @Inject
    CommandHandler(Names names, Doings doings, Overview overview, Answers answers, Deliveries deliveries) {
        this.names = names;
        this.doings = doings;
        this.overview = overview;
        this.answers = answers;
        this.deliveries = deliveries;
    }

    /** What to answer with at once; {@link Tone#WORKING} if more follows. */
    Report command(Command command) {
        ParsedCommand parsed = ParsedCommand.of(command.text());
        List<String> words = parsed.words();
        if (parsed.problem().isPresent()) return Replies.notUnderstood(command.text(), parsed.problem().get());
        if (words.isEmpty() && parsed.options().isEmpty()) return names.help();
        if (words.isEmpty()) return Replies.notUnderstood(command.text(), "It names no target.");
        if (VERBS.contains(words.getFirst()) && !parsed.options().isEmpty()) return Replies.notUnderstood(command.text());
        return switch (words.getFirst()) {
            case "help", "targets" -> names.help();
            case "rollback" -> Replies.noRollback();
            case "status" -> words.size() == 1
                    ? asked(command, () -> overview.status(target -> shown(target, command)))
                    : Replies.notUnderstood(command.text());
            case "history" -> words.size() <= 2 ? history(command, words) : Replies.notUnderstood(command.text());
            case "cancel" -> words.size() == 2 ? cancel(command, words.get(1)) : Replies.notUnderstood(command.text());
            default -> words.size() == 1 ? begin(command, parsed) : Replies.notUnderstood(command.text());
        };
    }

    private Report history(Command command, List<String> words) {
        Optional<String> target = words.stream().skip(1).findFirst();
        if (target.isPresent() && names.meant(target.get()).size() != 1) return names.unknown(target.get());
        return asked(command, () -> overview.history(target, it -> shown(it, command)));
    }

    private Report asked(Command command, Supplier<Report> question) {
        answers.later(command, question);
        return Replies.lookingUp();
    }

    /** A target is spoken of where it may be asked for. */
    private boolean shown(String target, Command command) {
        return names.meant(target).stream().anyMatch(entry -> Names.mayBeAccepted(entry, command.channelName()));
    }

    private Report begin(Command command, ParsedCommand parsed) {
        String name = parsed.words().getFirst();
        List<ConfiguredTarget> entries = names.meant(name);
        Optional<ConfiguredTarget> closed = entries.stream().filter(entry -> !Names.mayBeAccepted(entry, command.channelName()))
                .findFirst();
        if (closed.isPresent()) {
            Report no = Replies.channelNotAllowed(closed.get().policy());
            answers.writeDownLater(command, closed.get().target().name(), no);
            return no;
        }
        Optional<Report> noWord = OwnerDead.refused(parsed, entries);
        if (noWord.isPresent()) {
            entries.stream().limit(1).forEach(entry -> answers.writeDownLater(command, entry.target().name(), noWord.get()));
            return noWord.get();
        }
        return each(command, name, entries, Replies.looking(targets(entries)), entry -> doings.begin().work(command, parsed, entry));
    }

    private Report cancel(Command command, String name) {
        List<ConfiguredTarget> entries = names.meant(name);
        return each(command, name, entries, Replies.cancelling(targets(entries)),
                entry -> doings.cancel().work(command, entry.target().name()));
    }

    /** Each target of a group by itself, so that trouble with one leaves the others alone. */
    private Report each(Command command, String name, List<ConfiguredTarget> entries, Report acknowledged, Answers.Work work) {
        if (entries.isEmpty()) return names.unknown(name);
        try {
            if (!deliveries.first("command:" + command.id())) return acknowledged;
        } catch (UnavailableException database) {
            return Replies.notStarted(database.source(), database.why());
        }
        entries.forEach(entry -> answers.later(command, entry, work));
        return acknowledged;
    }

    private static List<String> targets(List<ConfiguredTarget> entries) {
        return entries.stream().map(entry -> entry.target().name()).toList();
    }
}
