package dev.helmstuck.store;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Sweep;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of sweeps: written once, and closed once. */
final class SweepRows {
    private static final Logger LOG = LoggerFactory.getLogger(SweepRows.class);

    private final StateJson json;

    SweepRows(StateJson json) {
        this.json = json;
    }

    void insert(Handle db, Sweep sweep) {
        int unused = db.createUpdate("INSERT INTO sweep (id, is_open, opened, body) VALUES (:id, 1, :opened, :body)").bind("id", sweep.id())
                .bind("opened", SqlRemediations.text(sweep.opened())).bind("body", json.write(sweep)).execute();
    }

    List<Sweep> open(Handle db) {
        return read(db.createQuery("SELECT id, body FROM sweep WHERE is_open = 1 ORDER BY opened, id"));
    }

    int close(Handle db, String id) {
        return db.createUpdate("UPDATE sweep SET is_open = 0 WHERE id = :id").bind("id", id).execute();
    }

    /** One that cannot be read is logged and left out, so that it does not hold up the others. */
    private List<Sweep> read(Query query) {
        return query.map((row, context) -> read(row.getString("id"), row.getString("body"))).list().stream().flatMap(Optional::stream)
                .toList();
    }

    private Optional<Sweep> read(String id, String body) {
        try {
            return Optional.of(json.readSweep(id, body));
        } catch (UnavailableException unreadable) {
            LOG.error("Left out of a list of sweeps: {}", unreadable.why(), unreadable);
            return Optional.empty();
        }
    }
}
