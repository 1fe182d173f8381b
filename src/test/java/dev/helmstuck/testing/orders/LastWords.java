package dev.helmstuck.testing.orders;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Ending;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Tone;
import dev.helmstuck.report.thread.Surroundings;
import dev.helmstuck.report.thread.ThreadMessage;
import dev.helmstuck.report.thread.ThreadView;
import dev.helmstuck.testing.orders.FakeChat.ChatMessage;

/**
 * Whether what the thread and the audit trail say at the end fits what happened (CONTRIBUTING, rule 8).
 *
 * @param deleted a delete of ours took the record away
 * @param credible others took it away, and nobody can know that it was not an attempt of ours
 * @param copied the state with a copy was saved, so that a delete may have been sent
 * @param before a record was deleted by us, and the job that was rerun after it met another lock
 * @param impatient the telling took so long that edits were given up
 */
record LastWords(Ground ground, Remediation remediation, Ending ending, boolean deleted, boolean credible, boolean copied,
        boolean impatient, boolean before) {

    Optional<String> wrong() {
        return outcome().or(this::messages).or(this::requests).or(this::agreement).or(this::audit);
    }

    private static Optional<String> unless(boolean fine, String what) {
        return fine ? Optional.empty() : Optional.of(what);
    }

    private Optional<String> outcome() {
        Outcome said = ending.outcome();
        // what is put back, RestoreWords judges
        if (remediation.restore().isPresent()) return unless(!deleted, "a restore deleted something");
        return switch (said) {
            case RESOLVED, UNLOCKED -> unless(deleted || credible || before, said + ", but nothing of ours deleted it");
            case NEEDS_ATTENTION -> unless(copied, "NEEDS_ATTENTION, but no delete can have been sent");
            case RESTORED -> Optional.of("RESTORED, but nobody asked for that");
            case NOT_STUCK, BLOCKED, REFUSED, EXPIRED, CANCELLED, PLAN_CHANGED, ALREADY_GONE, FAILED ->
                unless(!deleted, said + ", but the record was deleted by us");
        };
    }

    private Optional<String> messages() {
        List<ChatMessage> ours = ground.chat.of(remediation.id());
        List<String> keys = ours.stream().map(ChatMessage::key).toList();
        if (keys.stream().distinct().count() != keys.size()) return Optional.of("a message was posted twice: " + keys);
        ChatMessage root = ground.chat.of(remediation.sweep().orElse(remediation.id())).getFirst();
        if (!root.key().equals("root") || root.draft.thread().isPresent()) return Optional.of("the first message is no root");
        if (ours.stream().filter(it -> it != root).anyMatch(it -> !it.draft.thread().equals(Optional.of(root.ref))))
            return Optional.of("a message lies outside of the thread");
        // that nothing is stuck is said in one message
        ChatMessage last = ending.outcome() == Outcome.NOT_STUCK
                ? root
                : ours.stream().filter(it -> it.key().equals("last")).findFirst().orElse(null);
        if (last == null) return Optional.of("no last message");
        List<ChatMessage> broadcast = ours.stream().filter(it -> it.draft.broadcast() && !it.key().startsWith("reminder:")).toList();
        // of a sweep's those that nobody was asked about are read in its thread alone
        boolean quiet = last == root || (remediation.sweep().isPresent() && remediation.proposals().isEmpty());
        if (!broadcast.equals(quiet ? List.of() : List.of(last))) return Optional.of("shown in the channel: " + broadcast);
        if (last == root && remediation.sweep().isPresent())
            return unless(keys.stream().allMatch(key -> key.startsWith("database")), "more is said of one that is not stuck: " + keys);
        String text = last.now.toString().toLowerCase(Locale.ROOT);
        boolean denies = text.contains("not done: delete,") || text.contains("nothing was deleted")
                || text.contains("nothing deleted") || text.contains("not deleted by me");
        // what was deleted before the rerun is told by the messages above
        if (before && text.contains("not done: delete,"))
            return Optional.of("the last message denies the delete before the rerun: " + text);
        if (deleted && denies) return Optional.of("the last message denies the delete: " + text);
        return unless(deleted || credible || before || !text.contains("strong[text=deleted]"), "the last message claims a delete: " + text);
    }

    /** Each message says what follows from the end alone, so none looks open, and none is there that nothing follows from. */
    private Optional<String> agreement() {
        if (impatient) return Optional.empty();
        Map<String, ThreadMessage> view = ThreadView
                .of(remediation,
                        new Surroundings(ground.cluster(remediation.target()).target, Optional.empty(), List.of(), Optional.empty()))
                .stream()
                .collect(Collectors.toMap(ThreadMessage::key, message -> message));
        for (ChatMessage message : ground.chat.of(remediation.id())) {
            if (message.key().startsWith("database-lost:")) continue;
            ThreadMessage should = view.remove(message.key());
            if (should == null) return Optional.of("a message that should not be there: " + message.key());
            boolean forgotten = message.now.toString().contains("(no longer configured)");
            if (!forgotten && !should.report().equals(message.now))
                return Optional.of(message.key() + " says " + message.now + ", but should say " + should.report());
        }
        return view.values().stream().filter(message -> !message.onlyIfPosted()).findFirst().map(message -> "missing: " + message.key());
    }

    /** No request looks open after the end. */
    private Optional<String> requests() {
        if (impatient) return Optional.empty();
        return ground.chat.of(remediation.id()).stream()
                .filter(it -> it.key().startsWith("request:") || it.key().startsWith("rerun:") || it.key().startsWith("restore:"))
                .filter(it -> it.now.tone() != Tone.NEUTRAL).findFirst().map(it -> it.key() + " still looks open: " + it.now.title());
    }

    private Optional<String> audit() {
        List<AuditRow> rows = ground.store.auditOf(remediation.id());
        long ends = rows.stream().filter(row -> row.action().equals("end") && row.result().equals(ending.outcome().name())).count();
        if (ends != 1) return Optional.of(ends + " audit rows say that it ended");
        if (!deleted) return Optional.empty();
        for (String action : List.of("command", "request", "approval", "backup")) {
            if (rows.stream().noneMatch(row -> row.action().equals(action))) return Optional.of("deleted without an audit row: " + action);
        }
        return unless(rows.stream().anyMatch(row -> row.action().equals("delete") || row.action().equals("gave up")),
                "deleted without an audit row of the delete");
    }
}
