package dev.helmstuck.flow.intake;

import java.time.Clock;
import java.util.concurrent.Executor;

import dev.helmstuck.flow.engine.Queue;
import dev.helmstuck.flow.engine.Saving;
import dev.helmstuck.flow.engine.SweepBoard;
import dev.helmstuck.flow.engine.Threads;
import dev.helmstuck.flow.steps.ReactionTally;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.Version;

/** The real way in, without the time that an injector takes. It waits for nothing. */
public record IntakeOfATest(Catalog catalog, Remediations store, Conversation chat, Executor background, Clock clock) {

    public Inbox inbox(ReactionTally people, Queue queue, SweepBoard sweeps, Incidents incidents) {
        Threads threads = new Threads(store, chat);
        Admission admission = new Admission(chat, people, clock);
        Names names = new Names(catalog, new Version("random"));
        Answers answers = new Answers(store, chat, background, duration -> {}, clock);
        Deliveries deliveries = new Deliveries(store, queue, background, clock);
        Begin begin = new Begin(store, admission, threads, queue, clock);
        CommandHandler commands = new CommandHandler(names, new CommandHandler.Doings(
                begin, new BeginSweep(store, admission, sweeps, queue, clock),
                new Cancel(store, new Saving(store, new Signals()), queue, clock), new PersonalHelp(names, people, clock),
                new IncidentOption(incidents), new BeginDrill(store, admission, begin, target -> {
                    throw new IllegalArgumentException("nobody practises on " + target.name());
                }, clock)),
                new Overview(store, threads, names, people, clock), answers, deliveries);
        return new Reception(commands, new Mentions(commands, names, chat, answers, deliveries), deliveries);
    }
}
