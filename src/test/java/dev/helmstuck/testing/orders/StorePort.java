package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.testing.MemoryRemediations;

/** One process's view of the shared store. */
record StorePort(Replica replica) implements Remediations {

    private MemoryRemediations store() {
        return replica.ground.store;
    }

    private <T> T read(String what, Supplier<T> question) {
        return replica.read(Ground.Party.STORE, what, question);
    }

    private <T> T act(String what, Supplier<T> effect) {
        return replica.act(Ground.Party.STORE, what, effect);
    }

    private void does(String what, Runnable effect) {
        boolean unused = act(what, () -> {
            effect.run();
            return true;
        });
    }

    @Override
    public Opening open(Remediation remediation, AuditRow row) {
        return act("open", () -> store().open(remediation, row));
    }

    @Override
    public Sweep open(Sweep asked, List<AuditRow> rows) {
        return act("open a sweep", () -> {
            Sweep sweep = store().open(asked, rows);
            replica.ground.oracle.opened(sweep);
            return sweep;
        });
    }

    @Override
    public List<Sweep> openSweeps() {
        return read("openSweeps", store()::openSweeps);
    }

    @Override
    public void told(Sweep sweep) {
        does("told", () -> {
            store().told(sweep);
            replica.ground.oracle.told(sweep);
        });
    }

    @Override
    public Optional<Remediation> find(String id) {
        Optional<Remediation> found = read("find", () -> store().find(id));
        // what somebody else saved is nothing to carry out without people
        if (found.map(Remediation::version).filter(version -> version.equals(replica.intended.get(id))).isEmpty())
            forget(id);
        found.ifPresent(it -> replica.ground.oracle.takenUp(it));
        return found;
    }

    private void forget(String id) {
        replica.intents.remove(id);
        replica.reruns.remove(id);
        replica.restores.remove(id);
    }

    @Override
    public Optional<Remediation> openFor(String target) {
        return read("openFor", () -> store().openFor(target));
    }

    @Override
    public Optional<Remediation> byMessage(MessageRef message) {
        return read("byMessage", () -> store().byMessage(message));
    }

    @Override
    public List<Remediation> unfinished() {
        return read("unfinished", store()::unfinished);
    }

    @Override
    public List<Remediation> newest(Optional<String> target, int most) {
        return read("newest", () -> store().newest(target, most));
    }

    @Override
    public boolean save(Remediation next, List<AuditRow> rows) {
        // what is only noted, by the timer of any process, is no intent and lets nobody do anything
        boolean moves = store().find(next.id()).filter(now -> now.state().equals(next.state())).isEmpty();
        Optional<String> complaint = moves ? replica.ground.oracle.complaint(replica, next) : Optional.empty();
        replica.between("the moment before saving " + next.state().word(), Duration.ZERO);
        boolean saved = act("save " + next.state().word() + " as version " + next.version(), () -> {
            boolean done = store().save(next, rows);
            if (done && moves) replica.ground.oracle.stored(next, complaint);
            return done;
        });
        if (!saved) replica.ground.count.lostRaces++;
        if (saved && moves) replica.ground.oracle.saved(replica, next);
        return saved;
    }

    @Override
    public void audit(AuditRow row) {
        does("audit " + row.action() + " " + row.actor() + " " + row.result(), () -> store().audit(row));
    }

    @Override
    public List<AuditRow> auditOf(String remediation) {
        return read("auditOf", () -> store().auditOf(remediation));
    }

    @Override
    public List<AuditRow> auditSince(Optional<String> target, Instant from) {
        return read("auditSince", () -> store().auditSince(target, from));
    }

    @Override
    public boolean lease(String id, String owner, Instant now, Instant until) {
        return act("lease", () -> store().lease(id, owner, now, until));
    }

    @Override
    public boolean renew(String id, String owner, Instant until) {
        return act("renew", () -> store().renew(id, owner, until));
    }

    @Override
    public void release(String id, String owner) {
        // the next round has to ask people again
        forget(id);
        does("release", () -> store().release(id, owner));
    }

    @Override
    public boolean first(String key, Instant now) {
        return act("first " + key, () -> store().first(key, now));
    }

    @Override
    public boolean knows(String key) {
        return act("knows " + key, () -> store().knows(key));
    }

    @Override
    public void forgetKeys(Instant before) {
        does("forgetKeys", () -> store().forgetKeys(before));
    }

    @Override
    public List<Posting> postings(String remediation) {
        return read("postings", () -> store().postings(remediation));
    }

    @Override
    public void intend(String remediation, String key, Instant now) {
        does("intend " + key, () -> store().intend(remediation, key, now));
    }

    @Override
    public void posted(String remediation, String key, MessageRef message) {
        does("posted " + key + " at " + message.ts(), () -> store().posted(remediation, key, message));
    }

    @Override
    public void shows(String remediation, String key, Optional<String> content) {
        does("shows " + key + " " + content.orElse("nothing for certain"), () -> store().shows(remediation, key, content));
    }
}
