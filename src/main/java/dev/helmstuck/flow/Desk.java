package dev.helmstuck.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.helmstuck.approval.Ballot;
import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Remediations.Opening;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.IllegalMove;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Remediation.Requester;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and cancels remediations; every refusal is said to the person who typed the command and written down. */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    /** When nothing was begun, the answer is all that the person hears; the chat takes it for half an hour. */
    private static final List<Duration> ANSWER_AGAIN_AFTER = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5),
            Duration.ofMinutes(15));

    private final Remediations remediations;
    private final Conversation conversation;
    private final ReactionTally voices;
    private final Driver driver;
    private final Clock clock;
    private final Sleeper pause;

    /** The clock, and waiting. */
    record Time(Clock clock, Sleeper pause) {
        @Inject
        Time {}
    }

    @Inject
    Desk(Remediations remediations, Conversation conversation, ReactionTally voices, Driver driver, Time time) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.voices = voices;
        this.driver = driver;
        this.clock = time.clock();
        this.pause = time.pause();
    }

    /** Opens a remediation, or says why not. */
    void begin(Inbox.Command command, ConfiguredTarget entry) {
        try {
            Optional<Report> no = refusePlace(command, entry.policy());
            if (no.isEmpty()) no = open(command, entry);
            no.ifPresent(report -> refuse(command, entry.target().name(), report));
        } catch (UnavailableException silent) {
            refuse(command, entry.target().name(), Replies.notStarted(silent.source(), silent.why()));
        }
    }

    private Optional<Report> refusePlace(Inbox.Command command, Policy policy) {
        return switch (conversation.place(command.channel())) {
            case Conversation.Place.Usable(String name) ->
                policy.acceptsChannel(name) ? Optional.empty() : Optional.of(Replies.channelNotAllowed(policy));
            case Conversation.Place.ExternallyShared(String name) -> Optional.of(Replies.sharedChannel());
            case Conversation.Place.NotMember(String name) -> Optional.of(Replies.notMember());
            case Conversation.Place.Archived(String name) -> Optional.of(Replies.archived());
        };
    }

    private Optional<Report> open(Inbox.Command command, ConfiguredTarget entry) {
        Person person = voices.person(command.user());
        Ballot ask = new Ballot(entry.policy(), person, clock.instant(), voices.groups(entry.policy().requesters()));
        Optional<Vote> no = Judge.mayNotRequest(ask);
        if (no.isPresent() && no.get() instanceof Vote.Rejected refused) return Optional.of(Replies.notRequester(refused));

        Remediation remediation = Remediation.open(UUID.randomUUID().toString(), entry.target().name(),
                new Requester(person.id(), person.name(), person.identity()), command.channel(), clock.instant());
        AuditRow row = new AuditRow(remediation.id(), clock.instant(), person.id(), "command", entry.target().name(),
                "opened in " + command.channel());
        return switch (remediations.open(remediation, row)) {
            case Opening.Opened() -> {
                driver.poke(remediation.id());
                yield Optional.empty();
            }
            case Opening.AlreadyOpen(Remediation other) -> Optional.of(alreadyOpen(other));
        };
    }

    /** Which one is open already, with a link to its root message if that can be had. */
    private Report alreadyOpen(Remediation other) {
        try {
            return remediations.posting(other.id(), "root").flatMap(Remediations.Posting::at)
                    .map(root -> Replies.alreadyOpen(other.target(), conversation.permalink(root, Optional.empty())))
                    .orElseGet(() -> Replies.alreadyOpen(other.target()));
        } catch (UnavailableException noLink) {
            return Replies.alreadyOpen(other.target());
        }
    }

    /** Cancels the requester's own remediation, as long as nothing was begun. */
    void cancel(Inbox.Command command, String target) {
        Report said;
        try {
            said = cancelled(command, target);
        } catch (UnavailableException silent) {
            refuse(command, target, Replies.notStarted(silent.source(), silent.why()));
            return;
        }
        // what was done is done and written down, whether or not it can be said
        answer(command, said);
    }

    private Report cancelled(Inbox.Command command, String target) {
        Optional<Remediation> open = remediations.openFor(target);
        if (open.isEmpty()) return Replies.nothingOpen(target);
        Remediation remediation = open.get();
        AuditRow row = new AuditRow(remediation.id(), clock.instant(), command.user(), "cancel", target, "asked");
        if (!remediation.requester().user().equals(command.user())) {
            remediations
                    .audit(new AuditRow(remediation.id(), clock.instant(), command.user(), "cancel", target, "refused: not the requester"));
            return Replies.notYours(target);
        }
        try {
            Remediation next = remediation.on(new Event.Cancelled(remediation.requester().name()), clock.instant());
            if (!remediations.save(next, List.of(row))) return cancelled(command, target);
            driver.poke(remediation.id());
            return Replies.cancelled(target);
        } catch (IllegalMove tooLate) {
            return Replies.tooLate(target, remediation.state());
        }
    }

    private void refuse(Inbox.Command command, String target, Report report) {
        writeDown(command, target, report);
        answer(command, report);
    }

    /** Writes down a refusal that was said already. */
    void writeDown(Inbox.Command command, String target, Report report) {
        try {
            remediations.audit(new AuditRow("", clock.instant(), command.user(), "refused command", target + " in " + command.channel(),
                    report.title()));
        } catch (UnavailableException database) {
            LOG.warn("a refused command could not be written down: {}", database.why());
        }
    }

    private void answer(Inbox.Command command, Report report) {
        for (Duration wait : ANSWER_AGAIN_AFTER) {
            if (answered(command, report)) return;
            pause.pause(wait);
        }
        if (!answered(command, report)) LOG.warn("an answer to a command of {} was never said: {}", command.user(), report.title());
    }

    private boolean answered(Inbox.Command command, Report report) {
        try {
            conversation.answer(command.responseUrl(), report);
            return true;
        } catch (UnavailableException chat) {
            LOG.warn("an answer to a command could not be said: {}", chat.why());
            return false;
        }
    }
}
