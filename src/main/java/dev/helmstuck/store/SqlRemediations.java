package dev.helmstuck.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.helmstuck.ports.LogContext;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The remediations in a SQL database. Who acts is decided by the database alone, so that several replicas may share it. */
final class SqlRemediations implements Remediations {
    private static final Logger LOG = LoggerFactory.getLogger(SqlRemediations.class);

    /** All nine digits, always: the value comes back equal, and the order of the texts is the order of time. */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String UNFINISHED = " WHERE state <> '" + StateJson.CLOSED + "'";

    private final Store store;
    private final StateJson json = new StateJson();
    private final SweepRows sweeps = new SweepRows(json);
    private final AuditRows audit = new AuditRows();
    private final PostingRows postings = new PostingRows();
    private volatile Map<String, Remediation> unfinished = Map.of();

    @Inject
    SqlRemediations(Store store) {
        this.store = store;
    }

    @Override
    public Opening open(Remediation remediation, AuditRow row) {
        // where the database lets others commit in between, the other one may end before it is read: then the place is free again
        Optional<Opening> opening = Optional.empty();
        while (opening.isEmpty())
            opening = store.change(db -> tryOpen(db, remediation, row));
        return opening.get();
    }

    private Optional<Opening> tryOpen(Handle db, Remediation remediation, AuditRow row) {
        int stored = db.createUpdate("""
                INSERT INTO remediation (id, target, is_open, state, version, opened, body)
                VALUES (:id, :target, :open, :state, :version, :opened, :body)
                ON CONFLICT (target) WHERE is_open = 1 DO NOTHING""")
                .bind("id", remediation.id()).bind("target", remediation.target()).bind("opened", text(remediation.opened()))
                .bind("open", open(remediation)).bind("state", StateJson.name(remediation.state()))
                .bind("version", remediation.version()).bind("body", json.write(remediation)).execute();
        if (stored == 0) return openFor(db, remediation.target()).map(Opening.AlreadyOpen::new);
        audit.append(db, row);
        return Optional.of(new Opening.Opened());
    }

    @Override
    public Sweep open(Sweep asked, List<AuditRow> rows) {
        return store.change(db -> {
            // everybody who opens several does so in one order, so that none waits for another that waits for it
            Map<String, SweepLine> stored = new HashMap<>();
            asked.lines().stream().sorted(Comparator.comparing(SweepLine::target)).forEach(line -> stored.put(line.target(),
                    opened(db, Remediation.of(asked, line), line, rows)));
            Sweep sweep = new Sweep(asked.id(), asked.name(), asked.requester(), asked.channel(), asked.thread(), asked.opened(),
                    asked.lines().stream().map(line -> stored.get(line.target())).toList(), asked.leftOut());
            sweeps.insert(db, sweep);
            return sweep;
        });
    }

    private SweepLine opened(Handle db, Remediation remediation, SweepLine line, List<AuditRow> rows) {
        AuditRow row = rows.stream().filter(it -> it.remediation().equals(remediation.id())).findFirst().orElseThrow();
        Optional<Opening> opening = Optional.empty();
        while (opening.isEmpty())
            opening = tryOpen(db, remediation, row);
        return switch (opening.get()) {
            case Opening.Opened() -> line;
            case Opening.AlreadyOpen(Remediation other) -> new SweepLine(line.target(), other.id(), false);
        };
    }

    @Override
    public List<Sweep> openSweeps() {
        return store.ask(sweeps::open);
    }

    @Override
    public void told(Sweep sweep) {
        store.ask(db -> sweeps.close(db, sweep.id()));
    }

    @Override
    public Optional<Remediation> find(String id) {
        return store.ask(db -> one(db.createQuery("SELECT id, body FROM remediation WHERE id = :id").bind("id", id)));
    }

    @Override
    public Optional<Remediation> openFor(String target) {
        return store.ask(db -> openFor(db, target));
    }

    private Optional<Remediation> openFor(Handle db, String target) {
        return one(db.createQuery("SELECT id, body FROM remediation WHERE target = :target AND is_open = 1").bind("target", target));
    }

    @Override
    public Optional<Remediation> byMessage(MessageRef message) {
        return store.ask(db -> one(db.createQuery("""
                SELECT r.id, r.body FROM remediation r JOIN posting p ON p.remediation = r.id
                WHERE p.channel = :channel AND p.ts = :ts""").bind("channel", message.channel()).bind("ts", message.ts())));
    }

    /** Asked every second: what still is in the version in which it was read is not read again. */
    @Override
    public List<Remediation> unfinished() {
        Map<String, Remediation> before = unfinished;
        List<Versioned> there = store.ask(db -> db.createQuery("SELECT id, version FROM remediation" + UNFINISHED + " ORDER BY opened, id")
                .map((row, context) -> new Versioned(row.getString("id"), row.getLong("version"))).list());
        List<String> changed = there.stream().filter(it -> !it.is(before.get(it.id()))).map(Versioned::id).toList();
        Map<String, Remediation> now = new LinkedHashMap<>();
        there.forEach(it -> now.put(it.id(), before.get(it.id())));
        changed.forEach(now::remove);
        if (!changed.isEmpty())
            readable(store.ask(db -> changed.stream().flatMap(id -> rows(db.createQuery(
                    "SELECT id, body FROM remediation" + UNFINISHED + " AND id = :id").bind("id", id)).stream()).toList()))
                    .forEach(it -> now.put(it.id(), it));
        unfinished = Map.copyOf(now);
        return there.stream().map(it -> now.get(it.id())).filter(Objects::nonNull).toList();
    }

    private record Versioned(String id, long version) {
        boolean is(Remediation read) {
            return read != null && read.version() == version;
        }
    }

    @Override
    public List<Remediation> newest(Optional<String> target, int most) {
        return readable(store.ask(db -> rows(db.createQuery("SELECT id, body FROM remediation" + (target.isPresent()
                ? " WHERE target = :target"
                : "") + " ORDER BY opened DESC, id LIMIT " + most).bindMap(target.map(name -> Map.of("target", name)).orElse(Map.of())))));
    }

    /** One that cannot be read is logged and left out, so that it does not hold up the others. */
    private List<Remediation> readable(List<Stored> all) {
        return all.stream().flatMap(stored -> {
            try {
                return Optional.of(json.read(stored.id(), stored.body())).stream();
            } catch (UnavailableException unreadable) {
                LogContext.of(stored.id(), () -> LOG.error("Left out of a list of remediations: {}", unreadable.why(), unreadable)).run();
                return Optional.<Remediation>empty().stream();
            }
        }).toList();
    }

    @Override
    public boolean save(Remediation next, List<AuditRow> rows) {
        return store.change(db -> {
            int saved = db.createUpdate("""
                    UPDATE remediation SET is_open = :open, state = :state, version = :version, body = :body
                    WHERE id = :id AND version = :version - 1""")
                    .bind("id", next.id()).bind("open", open(next)).bind("state", StateJson.name(next.state()))
                    .bind("version", next.version()).bind("body", json.write(next)).execute();
            if (saved == 0) return false;
            rows.forEach(row -> audit.append(db, row));
            return true;
        });
    }

    @Override
    public void audit(AuditRow row) {
        store.change(db -> audit.append(db, row));
    }

    @Override
    public List<AuditRow> auditOf(String remediation) {
        return store.ask(db -> audit.of(db, remediation));
    }

    @Override
    public List<AuditRow> auditSince(Optional<String> target, Instant from) {
        return store.ask(db -> audit.since(db, target, from));
    }

    @Override
    public boolean lease(String id, String owner, Instant now, Instant until) {
        return either("SET lease_owner = :owner, lease_until = :until WHERE id = :id AND (lease_owner IS NULL OR lease_owner = :owner"
                + " OR lease_until <= :now)", Map.of("id", id, "owner", owner, "now", text(now), "until", text(until)));
    }

    @Override
    public boolean renew(String id, String owner, Instant until) {
        return either("SET lease_until = :until WHERE id = :id AND lease_owner = :owner",
                Map.of("id", id, "owner", owner, "until", text(until)));
    }

    @Override
    public void release(String id, String owner) {
        boolean unused = either("SET lease_owner = NULL, lease_until = NULL WHERE id = :id AND lease_owner = :owner",
                Map.of("id", id, "owner", owner));
    }

    /** A right is to a remediation or to a sweep. */
    private boolean either(String change, Map<String, String> values) {
        return store.ask(db -> {
            int remediation = db.createUpdate("UPDATE remediation " + change).bindMap(values).execute();
            return remediation == 1 || db.createUpdate("UPDATE sweep " + change).bindMap(values).execute() == 1;
        });
    }

    @Override
    public boolean first(String key, Instant now) {
        return store.ask(db -> db.createUpdate("INSERT INTO seen (seen_key, at) VALUES (:key, :now) ON CONFLICT DO NOTHING")
                .bind("key", key).bind("now", text(now)).execute()) == 1;
    }

    @Override
    public boolean knows(String key) {
        return store.ask(db -> db.createQuery("SELECT count(*) FROM seen WHERE seen_key = :key").bind("key", key).mapTo(Integer.class)
                .one()) > 0;
    }

    @Override
    public void forgetKeys(Instant before) {
        store.ask(db -> db.createUpdate("DELETE FROM seen WHERE at < :before").bind("before", text(before)).execute());
    }

    @Override
    public List<Posting> postings(String remediation) {
        return store.ask(db -> postings.of(db, remediation));
    }

    @Override
    public void intend(String remediation, String key, Instant now) {
        store.ask(db -> postings.intend(db, remediation, key, now));
    }

    @Override
    public void posted(String remediation, String key, MessageRef message) {
        found(remediation, key, store.ask(db -> postings.posted(db, remediation, key, message)));
    }

    @Override
    public void shows(String remediation, String key, Optional<String> content) {
        found(remediation, key, store.ask(db -> postings.shows(db, remediation, key, content)));
    }

    private static void found(String remediation, String key, int changed) {
        if (changed == 0) throw new IllegalStateException("no intention was saved for message " + key + " of remediation " + remediation);
    }

    private Optional<Remediation> one(Query query) {
        return rows(query).stream().findFirst().map(stored -> json.read(stored.id(), stored.body()));
    }

    private static List<Stored> rows(Query query) {
        return query.map((row, context) -> new Stored(row.getString("id"), row.getString("body"))).list();
    }

    private record Stored(String id, String body) {}

    private static int open(Remediation remediation) {
        return remediation.state().ended() ? 0 : 1;
    }

    static String text(Instant at) {
        return MOMENT.format(at);
    }
}
