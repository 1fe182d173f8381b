package dev.helmstuck.flow.intake;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox.Command;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Tone;
import dev.helmstuck.report.replies.CancelReplies;
import dev.helmstuck.report.replies.DrillReplies;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.report.replies.RestoreReplies;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/** Answers at once what is known at once, and leaves the rest to the background. */
final class CommandHandler {
    /** The word that begins a drill, where no target is called so. */
    static final String DRILL = "drill";

    private final Names names;
    private final Doings doings;
    private final Answers answers;
    private final Overview overview;
    private final Deliveries deliveries;

    /** What a command sets going in the background. */
    record Doings(Begin begin, BeginSweep sweep, Cancel cancel, PersonalHelp help, IncidentOption incident, BeginDrill drill) {
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
        ParsedCommand parsed = ParsedCommand.of(command.text()).with(names::written);
        List<String> words = parsed.words();
        if (parsed.problem().isPresent()) return Replies.notUnderstood(command.text(), parsed.problem().get());
        if (words.isEmpty() && parsed.options().isEmpty()) return begin(command, parsed);
        if (words.isEmpty()) return Replies.notUnderstood(command.text(), "It names no target.");
        if (Command.VERBS.contains(words.getFirst()) && !parsed.options().isEmpty()) return Replies.notUnderstood(command.text());
        return switch (words.getFirst()) {
            case "help" -> help(command);
            case "targets" -> names.help();
            case "rollback" -> Replies.noRollback();
            case "status" -> words.size() == 1
                    ? asked(command, () -> overview.status(target -> shown(target, command)))
                    : Replies.notUnderstood(command.text());
            case "history" -> words.size() <= 2 ? history(command, words) : Replies.notUnderstood(command.text());
            case "cancel" -> words.size() == 2 ? cancel(command, words.get(1)) : Replies.notUnderstood(command.text());
            case "restore" -> words.size() == 2 || words.size() == 3
                    ? restore(command, words)
                    : Replies.notUnderstood(command.text(),
                            "A restore names one target, and the revision or the copy if there are several.");
            case DRILL -> drill(command, parsed);
            default -> words.size() == 1
                    ? begin(command, parsed)
                    : Replies.notUnderstood(command.text(),
                            "Type one name; several targets at once are a group, an environment, a cluster, or all.");
        };
    }

    /** What is known at once; what this person may do here follows. */
    private Report help(Command command) {
        answers.later(command, () -> doings.help().of(command));
        return names.help();
    }

    private Report history(Command command, List<String> words) {
        Optional<String> target = words.stream().skip(1).findFirst();
        if (target.isPresent() && !names.isTarget(target.get())) return names.unknown(target.get());
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
        String name = parsed.words().stream().findFirst().orElse(Names.ALL);
        List<ConfiguredTarget> meant = names.meant(name);
        if (meant.isEmpty()) return names.unknown(name);
        List<ConfiguredTarget> entries = meant.stream().filter(entry -> Names.mayBeAccepted(entry, command.channelName())).toList();
        if (entries.isEmpty()) {
            Report no = Replies.channelNotAllowed(meant.getFirst().policy());
            answers.writeDownLater(command, meant.size() == 1 ? meant.getFirst().target().name() : name, no);
            return no;
        }
        Optional<Report> option = OwnerDead.refused(parsed, entries).or(() -> doings.incident().refused(parsed, entries));
        if (option.isPresent()) {
            answers.writeDownLater(command, name, option.get());
            return option.get();
        }
        if (names.isTarget(name)) {
            return once(command, Replies.looking(targets(entries)),
                    () -> answers.later(command, entries.getFirst(), entry -> doings.begin().work(command, parsed, entry)));
        }
        if (!parsed.options().isEmpty()) return Replies.notUnderstood(command.text(), "Options go with the name of one target.");
        String what = name.equals(Names.ALL) ? "" : name;
        return once(command, Replies.sweeping(what, targets(entries)), () -> answers.later(command, name,
                () -> doings.sweep().work(command, what, entries, meant.size() - entries.size())));
    }

    private Report restore(Command command, List<String> words) {
        String name = words.get(1);
        Optional<ConfiguredTarget> entry = names.target(name);
        if (entry.isEmpty()) return names.meant(name).isEmpty() ? names.unknown(name) : RestoreReplies.oneTarget(name);
        if (!Names.mayBeAccepted(entry.get(), command.channelName())) {
            Report no = Replies.channelNotAllowed(entry.get().policy());
            answers.writeDownLater(command, name, no);
            return no;
        }
        String wanted = words.size() == 3 ? words.get(2) : "";
        return once(command, RestoreReplies.looking(name),
                () -> answers.later(command, entry.get(), found -> doings.begin().restore(command, wanted, found)));
    }

    /** Alone it may be the name of a target, for the word is younger than such names. */
    private Report drill(Command command, ParsedCommand parsed) {
        List<String> words = parsed.words();
        if (words.size() == 1 && !names.meant(DRILL).isEmpty()) return begin(command, parsed);
        if (!parsed.options().isEmpty()) return Replies.notUnderstood(command.text(), "A drill takes no option.");
        return words.size() == 2 ? drill(command, words.get(1)) : DrillReplies.which(names.drills());
    }

    private Report drill(Command command, String name) {
        Optional<ConfiguredTarget> entry = names.target(name);
        if (entry.isEmpty()) return names.meant(name).isEmpty() ? names.unknown(name) : DrillReplies.which(names.drills());
        Target target = entry.get().target();
        Optional<Report> no = target.drill() ? Optional.empty() : Optional.of(DrillReplies.noDrill(name, names.drills()));
        if (!Names.mayBeAccepted(entry.get(), command.channelName())) no = Optional.of(Replies.channelNotAllowed(entry.get().policy()));
        if (no.isPresent()) {
            answers.writeDownLater(command, name, no.get());
            return no.get();
        }
        return once(command, DrillReplies.making(target),
                () -> answers.later(command, entry.get(), found -> doings.drill().work(command, found)));
    }

    private Report cancel(Command command, String name) {
        List<ConfiguredTarget> entries = names.meant(name);
        if (entries.isEmpty()) return names.unknown(name);
        return once(command, CancelReplies.cancelling(targets(entries)), () -> answers.later(command, name, () -> names.isTarget(name)
                ? doings.cancel().work(command, name)
                : doings.cancel().all(command, name, targets(entries))));
    }

    /** However often the command is delivered. */
    private Report once(Command command, Report acknowledged, Runnable work) {
        try {
            if (deliveries.first("command:" + command.id())) work.run();
            return acknowledged;
        } catch (UnavailableException database) {
            return Replies.notStarted(database.source(), database.why());
        }
    }

    private static List<String> targets(List<ConfiguredTarget> entries) {
        return entries.stream().map(entry -> entry.target().name()).toList();
    }
}
