package dev.helmstuck.remediation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.remediation.Sweep.SweepLine;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Diagnosis;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.StuckRevision;
import dev.helmstuck.runbook.Vouching;

/**
 * One {@code /helm-stuck} of one target, from the command to the last message: all that the thread says follows from this value.
 *
 * @param id unique, random
 * @param target the target's name
 * @param requester who typed the command
 * @param channel the chat channel it was typed in
 * @param thread the message in whose thread it was asked, by its timestamp; empty: it begins a thread of its own
 * @param sweep the id of the sweep that opened it and in whose thread it is told of, if one did
 * @param opened when
 * @param state where it stands
 * @param since when it came to that state
 * @param looks how many diagnoses were completed
 * @param findings of the latest diagnosis; while the first one runs, those known so far, which are never saved
 * @param proposals every plan that people were asked about, the current one last
 * @param notes what happened on the way and is told in the thread, in order
 * @param version counts the saves; a save succeeds only on the version it was read at
 * @param vouching what the requester says of the owner of what is stuck, if they said it with the command
 * @param incident the incident whose issue gets the record as a note in the end, if the command named one
 * @param restore what is to be put back, where that was asked for: a copy's name, a revision, or empty text for the only copy
 * @param drill since when it is a drill on a release that nobody needs, and no incident; empty if it is none
 */
public record Remediation(String id, String target, Requester requester, String channel, Optional<String> thread,
        Optional<String> sweep, Instant opened, State state, Instant since, int looks, List<Finding> findings, List<Proposal> proposals,
        List<Note> notes, long version, Optional<Vouching> vouching, Optional<Long> incident, Optional<String> restore,
        Optional<Instant> drill) {

    public Remediation {
        findings = List.copyOf(findings);
        proposals = List.copyOf(proposals);
        notes = List.copyOf(notes);
    }

    /** One in which nobody vouches, of no incident. */
    public Remediation(String id, String target, Requester requester, String channel, Optional<String> thread, Optional<String> sweep,
            Instant opened, State state,
            Instant since, int looks, List<Finding> findings, List<Proposal> proposals, List<Note> notes, long version) {
        this(id, target, requester, channel, thread, sweep, opened, state, since, looks, findings, proposals, notes, version,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Who typed the command, as known then; {@code identity} is the e-mail if Slack shows it, else the id. */
    public record Requester(String user, String name, String identity) {}

    /** A new one, about to look, with a thread of its own. */
    public static Remediation open(String id, String target, Requester requester, String channel, Instant now) {
        return open(id, target, requester, channel, Optional.empty(), now);
    }

    /** A new one, about to look. */
    public static Remediation open(String id, String target, Requester requester, String channel, Optional<String> thread, Instant now) {
        return new Remediation(id, target, requester, channel, thread, Optional.empty(), now, new State.Diagnosing(), now, 0, List.of(),
                List.of(), List.of(),
                0);
    }

    /** The same, whose requester says this of what wrote the stuck record; nothing is said if the reason is empty. */
    public Remediation vouched(Optional<String> reason) {
        return new Remediation(id, target, requester, channel, thread, sweep, opened, state, since, looks, findings, proposals, notes,
                version,
                reason.map(words -> new Vouching(requester.user(), requester.name(), words, opened, Optional.empty())), incident, restore,
                drill);
    }

    /** The same, whose record goes to this incident. */
    public Remediation of(Optional<Long> named) {
        return new Remediation(id, target, requester, channel, thread, sweep, opened, state, since, looks, findings, proposals, notes,
                version, vouching, named, restore, drill);
    }

    /** The same, which is to put this back: a copy by name, the copy of a revision, or, of empty text, the only one. */
    public Remediation restoring(String wanted) {
        return new Remediation(id, target, requester, channel, thread, sweep, opened, state, since, looks, findings, proposals, notes,
                version, vouching, incident, Optional.of(wanted), drill);
    }

    /** The same as a drill, if it is one. */
    public Remediation drill(boolean only) {
        return new Remediation(id, target, requester, channel, thread, sweep, opened, state, since, looks, findings, proposals, notes,
                version, vouching, incident, restore, only ? Optional.of(opened) : Optional.empty());
    }

    /** A new one of a sweep, about to look. */
    public static Remediation of(Sweep sweep, SweepLine line) {
        return new Remediation(line.remediation(), line.target(), sweep.requester(), sweep.channel(), sweep.thread(),
                Optional.of(sweep.id()),
                sweep.opened(), new State.Diagnosing(), sweep.opened(), 0, List.of(), List.of(), List.of(), 0);
    }

    /** The same version while its checks run, with what they have found so far. */
    public Remediation found(List<Finding> soFar) {
        return new Remediation(id, target, requester, channel, thread, sweep, opened, state, since, looks, soFar, proposals, notes, version,
                vouching, incident, restore, drill);
    }

    /** The plan that people are or were asked about last. */
    public Optional<Proposal> proposal() {
        return proposals.isEmpty() ? Optional.empty() : Optional.of(proposals.getLast());
    }

    /** The record that people were asked about last. */
    public Optional<DeletePlan> lastDelete() {
        return proposals.stream().map(Proposal::plan).filter(plan -> plan instanceof DeletePlan).map(plan -> (DeletePlan) plan)
                .reduce((earlier, later) -> later);
    }

    /** The unlock whose rerun is under way now. */
    public Optional<Unlock> unlocked() {
        return ofRerun() ? unlock() : Optional.empty();
    }

    /** Whether a record was deleted before the one that it is about now. */
    public boolean unlockedBefore() {
        return unlock().isPresent();
    }

    /** The last unlock, if there was one. */
    public Optional<Unlock> unlock() {
        return notes.stream().filter(note -> note instanceof Note.HelmUnlocked).map(note -> ((Note.HelmUnlocked) note).unlock())
                .reduce((a, b) -> b);
    }

    /**
     * What it is after this event.
     *
     * @throws IllegalMove if the state does not take the event
     */
    public Remediation on(Event event, Instant now) {
        return on(event, List.of(), now);
    }

    /** The same, with what is to be told besides. */
    public Remediation on(Event event, List<Note> noted, Instant now) {
        State next = told(Moves.next(state, event));
        List<Note> all = new ArrayList<>(notes);
        Optional<Diagnosis> look = event.diagnosed();
        int looked = looks + (event.looks() ? 1 : 0);
        look.map(this::unseen).filter(unseen -> !unseen.isEmpty()).ifPresent(unseen -> all.add(new Note.Evidence(looked, unseen)));
        all.addAll(noted);
        byItself(event, looked).ifPresent(all::add);
        if (event instanceof Event.Diagnosed(Diagnosis first)) stuckHistory(first).ifPresent(all::add);
        return new Remediation(id, target, requester, channel, thread, sweep, opened, next, event.moves() ? now : since, looked,
                look.map(Diagnosis::findings).orElse(event instanceof Event.LockedAgain ? List.of() : findings),
                proposed(next, look.map(Diagnosis::findings).orElse(findings), looked, now), all, version + 1, vouching, incident,
                restore, drill);
    }

    /** The findings that say something else than the look before, or foretell something else, as of another plan. */
    private List<Finding> unseen(Diagnosis look) {
        return look.findings().stream().filter(finding -> findings.stream()
                .noneMatch(before -> before.step() == finding.step() && before.result() == finding.result()
                        && !foretellsElse(finding, before)))
                .toList();
    }

    /** Of all tables only the forecast's goes on elsewhere. */
    private static boolean foretellsElse(Finding finding, Finding before) {
        return finding.table().filter(table -> table.rest().isPresent()).filter(table -> !before.table().equals(Optional.of(table)))
                .isPresent();
    }

    /** The end of a rerun is told together with the unlock before it. */
    private State told(State next) {
        if (!(next instanceof State.Closing(Ending ending))) return next;
        return new State.Closing(unlocked().map(ending::after).or(() -> lockGone(ending)).orElse(ending));
    }

    /** That nothing is stuck is not the whole of it where a rerun had met a lock. */
    private Optional<Ending> lockGone(Ending ending) {
        if (ending.outcome() != Outcome.NOT_STUCK) return Optional.empty();
        Optional<AllowedRerun> met = notes.stream().filter(note -> note instanceof Note.RerunMetLock)
                .map(note -> ((Note.RerunMetLock) note).rerun()).reduce((a, b) -> b);
        return unlock().flatMap(before -> met.map(rerun -> Ending
                .of(Outcome.UNLOCKED, "After the rerun Helm was locked again, and that lock is gone by now: " + ending.why(), rerun)
                .after(before)));
    }

    private boolean ofRerun() {
        return switch (state) {
            case State.AwaitingApproval(var plan, var request, var yes) -> plan instanceof RerunPlan;
            case State.Rechecking(var plan, var request, var approvals) -> plan instanceof RerunPlan;
            case State.Rerunning rerunning -> true;
            case State.Following following -> true;
            case State.Restoring restoring -> false;
            case State.Diagnosing d -> false;
            case State.Deleting d -> false;
            case State.Validating v -> false;
            case State.Closing c -> false;
            case State.Closed c -> false;
        };
    }

    /** What the event itself leaves to be told, when the state that knew it is gone. */
    private Optional<Note> byItself(Event event, int looked) {
        if (event instanceof Event.RerunOffered(Aftermath aftermath, RerunPlan plan) && state instanceof State.Validating before) {
            return Optional.of(new Note.HelmUnlocked(looked, new Unlock(before.plan(), before.approvals(), before.backup(), aftermath)));
        }
        if (event instanceof Event.LockedAgain(CiJob job) && state instanceof State.Following before) {
            return Optional.of(new Note.RerunMetLock(proposals.getLast().number(),
                    new AllowedRerun(before.plan().job(), before.approvals(), Optional.of(job), Optional.empty())));
        }
        return Optional.empty();
    }

    private static Optional<Note> stuckHistory(Diagnosis look) {
        return look.release() instanceof ReleaseState.Stuck(StuckRevision stuck)
                ? Optional.of(new Note.HelmHistory(Note.Occasion.BEFORE, look.at(), HistoryLine.of(stuck.all())))
                : Optional.empty();
    }

    /** People are asked about a plan once, and again when it changed. */
    private List<Proposal> proposed(State next, List<Finding> seen, int number, Instant now) {
        if (!(next instanceof State.AwaitingApproval awaiting) || awaiting.request().isPresent()
                || state instanceof State.AwaitingApproval)
            return proposals;
        List<Proposal> all = new ArrayList<>(proposals);
        String voided = proposal().map(before -> Moves.difference(before.plan(), awaiting.plan(), findings, seen)).orElse("");
        all.add(new Proposal(number, awaiting.plan(), now, voided));
        return all;
    }
}
