package dev.helmstuck.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;

/** The store in memory, held to the same contract as the real one. One lock makes every method atomic. */
public final class MemoryRemediations implements Remediations {
    private final Map<String, Remediation> remediations = new LinkedHashMap<>();
    private final Map<String, Sweep> sweeps = new LinkedHashMap<>();
    private final Set<String> toldSweeps = new HashSet<>();
    private final Map<String, Lease> leases = new HashMap<>();
    private final Map<String, Instant> seen = new HashMap<>();
    private final Map<PostingPlace, Posting> postings = new LinkedHashMap<>();
    private final List<AuditRow> audit = new ArrayList<>();
    private Optional<String> down = Optional.empty();

    private record Lease(String owner, Instant until) {}

    private record PostingPlace(String remediation, String key) {}

    /** From now on every method throws {@link UnavailableException} with these words. */
    public synchronized void goDown(String why) {
        down = Optional.of(why);
    }

    /** Ends {@link #goDown}; nothing was forgotten. */
    public synchronized void comeUp() {
        down = Optional.empty();
    }

    /** Every audit row, in order of writing. */
    public synchronized List<AuditRow> allAudit() {
        return List.copyOf(audit);
    }

    /** Every remediation, in order of opening. */
    public synchronized List<Remediation> all() {
        return List.copyOf(remediations.values());
    }

    /** Every sweep, in order of opening. */
    public synchronized List<Sweep> allSweeps() {
        return List.copyOf(sweeps.values());
    }

    @Override
    public synchronized Opening open(Remediation remediation, AuditRow row) {
        answer();
        Optional<Remediation> other = openFor(remediation.target());
        if (!remediation.state().ended() && other.isPresent()) return new Opening.AlreadyOpen(other.get());
        if (remediations.containsKey(remediation.id()))
            throw new UnavailableException("the database", "id " + remediation.id() + " is taken");
        remediations.put(remediation.id(), remediation);
        audit.add(row);
        return new Opening.Opened();
    }

    @Override
    public synchronized Sweep open(Sweep asked, List<AuditRow> rows) {
        answer();
        List<SweepLine> lines = asked.lines().stream().map(line -> switch (open(Remediation.of(asked, line), row(rows, line))) {
            case Opening.Opened() -> line;
            case Opening.AlreadyOpen(Remediation other) -> new SweepLine(line.target(), other.id(), false);
        }).toList();
        Sweep sweep = new Sweep(asked.id(), asked.name(), asked.requester(), asked.channel(), asked.thread(), asked.opened(), lines,
                asked.leftOut());
        sweeps.put(sweep.id(), sweep);
        return sweep;
    }

    private static AuditRow row(List<AuditRow> rows, SweepLine line) {
        return rows.stream().filter(row -> row.remediation().equals(line.remediation())).findFirst().orElseThrow();
    }

    @Override
    public synchronized List<Sweep> openSweeps() {
        answer();
        return sweeps.values().stream().filter(sweep -> !toldSweeps.contains(sweep.id())).toList();
    }

    @Override
    public synchronized void told(Sweep sweep) {
        answer();
        toldSweeps.add(sweep.id());
    }

    @Override
    public synchronized Optional<Remediation> find(String id) {
        answer();
        return Optional.ofNullable(remediations.get(id));
    }

    @Override
    public synchronized Optional<Remediation> openFor(String target) {
        answer();
        return remediations.values().stream().filter(it -> it.target().equals(target) && !it.state().ended()).findFirst();
    }

    @Override
    public synchronized List<Remediation> newest(Optional<String> target, int most) {
        answer();
        return remediations.values().stream().filter(it -> target.isEmpty() || target.get().equals(it.target()))
                .sorted(Comparator.comparing(Remediation::opened).reversed().thenComparing(Remediation::id)).limit(most).toList();
    }

    @Override
    public synchronized Optional<Remediation> byMessage(MessageRef message) {
        answer();
        return postings.entrySet().stream().filter(entry -> entry.getValue().at().equals(Optional.of(message))).findFirst()
                .map(entry -> remediations.get(entry.getKey().remediation()));
    }

    @Override
    public synchronized List<Remediation> unfinished() {
        answer();
        return remediations.values().stream().filter(it -> !(it.state() instanceof State.Closed))
                .sorted(Comparator.comparing(Remediation::opened).thenComparing(Remediation::id)).toList();
    }

    @Override
    public synchronized boolean save(Remediation next, List<AuditRow> rows) {
        answer();
        Remediation stored = remediations.get(next.id());
        if (stored == null || stored.version() != next.version() - 1) return false;
        remediations.put(next.id(), next);
        audit.addAll(rows);
        return true;
    }

    @Override
    public synchronized void audit(AuditRow row) {
        answer();
        audit.add(row);
    }

    @Override
    public synchronized List<AuditRow> auditOf(String remediation) {
        answer();
        return audit.stream().filter(row -> row.remediation().equals(remediation)).toList();
    }

    @Override
    public synchronized List<AuditRow> auditSince(Optional<String> target, Instant from) {
        answer();
        return audit.stream().filter(row -> !row.at().isBefore(from) && (target.isEmpty() || isOf(target.get(), row))).toList();
    }

    private boolean isOf(String target, AuditRow row) {
        if (row.remediation().isEmpty()) return row.object().equals(target) || row.object().startsWith(target + " ");
        return Optional.ofNullable(remediations.get(row.remediation())).filter(it -> it.target().equals(target)).isPresent();
    }

    @Override
    public synchronized boolean lease(String id, String owner, Instant now, Instant until) {
        answer();
        Lease held = leases.get(id);
        boolean foreign = held != null && !held.owner().equals(owner) && held.until().isAfter(now);
        if (foreign || !known(id)) return false;
        leases.put(id, new Lease(owner, until));
        return true;
    }

    @Override
    public synchronized boolean renew(String id, String owner, Instant until) {
        answer();
        return leases.computeIfPresent(id, (same, lease) -> lease.owner().equals(owner) ? new Lease(owner, until) : lease) != null
                && leases.get(id).owner().equals(owner);
    }

    @Override
    public synchronized void release(String id, String owner) {
        answer();
        leases.computeIfPresent(id, (same, lease) -> lease.owner().equals(owner) ? null : lease);
    }

    @Override
    public synchronized boolean first(String key, Instant now) {
        answer();
        return seen.putIfAbsent(key, now) == null;
    }

    @Override
    public synchronized boolean knows(String key) {
        answer();
        return seen.containsKey(key);
    }

    @Override
    public synchronized void forgetKeys(Instant before) {
        answer();
        seen.values().removeIf(at -> at.isBefore(before));
    }

    @Override
    public synchronized List<Posting> postings(String remediation) {
        answer();
        return postings.entrySet().stream().filter(entry -> entry.getKey().remediation().equals(remediation)).map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public synchronized void intend(String remediation, String key, Instant now) {
        answer();
        if (!known(remediation))
            throw new UnavailableException("the database", "there is no remediation " + remediation);
        postings.putIfAbsent(new PostingPlace(remediation, key), new Posting(key, Optional.empty(), Optional.empty()));
    }

    @Override
    public synchronized void posted(String remediation, String key, MessageRef message) {
        answer();
        PostingPlace place = new PostingPlace(remediation, key);
        Posting intended = intended(place);
        boolean taken = postings.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(place) && entry.getValue().at().equals(Optional.of(message)));
        if (taken) throw new UnavailableException("the database", message + " is another posting already");
        postings.put(place, new Posting(key, Optional.of(message), intended.content()));
    }

    @Override
    public synchronized void shows(String remediation, String key, Optional<String> content) {
        answer();
        PostingPlace place = new PostingPlace(remediation, key);
        postings.put(place, new Posting(key, intended(place).at(), content));
    }

    private Posting intended(PostingPlace place) {
        Posting intended = postings.get(place);
        if (intended == null) throw new IllegalStateException("no intention was saved for message " + place.key());
        return intended;
    }

    private boolean known(String id) {
        return remediations.containsKey(id) || sweeps.containsKey(id);
    }

    private void answer() {
        down.ifPresent(why -> {
            throw new UnavailableException("the database", why);
        });
    }
}
