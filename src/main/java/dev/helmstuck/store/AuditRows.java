package dev.helmstuck.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.ports.Remediations.AuditRow;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of the audit trail: only ever added. */
final class AuditRows {

    int append(Handle db, AuditRow row) {
        return db.createUpdate("""
                INSERT INTO audit (remediation, at, actor, action, object, result)
                VALUES (:remediation, :at, :actor, :action, :object, :result)""")
                .bind("remediation", row.remediation()).bind("at", SqlRemediations.text(row.at())).bind("actor", storable(row.actor()))
                .bind("action", row.action()).bind("object", storable(row.object())).bind("result", storable(row.result())).execute();
    }

    /** PostgreSQL keeps no NUL, and no name from outside may keep a state from being saved. The body is JSON, which escapes it. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    List<AuditRow> of(Handle db, String remediation) {
        return read(db.createQuery("SELECT * FROM audit WHERE remediation = :remediation ORDER BY id").bind("remediation", remediation));
    }

    /** With a target also what was done to it on a terminal, which belongs to no remediation. */
    List<AuditRow> since(Handle db, Optional<String> target, Instant from) {
        String of = target.isEmpty() ? "" : " AND " + """
                (r.target = :target OR a.remediation = '' AND (a.object = :target
                    OR substr(a.object, 1, length(:target) + 1) = :target || ' '))""";
        return read(db.createQuery("""
                SELECT a.* FROM audit a LEFT JOIN remediation r ON r.id = a.remediation WHERE a.at >= :from""" + of + " ORDER BY a.id")
                .bind("from", SqlRemediations.text(from)).bindMap(target.map(name -> Map.of("target", name)).orElse(Map.of())));
    }

    private static List<AuditRow> read(Query query) {
        return query.map((row, context) -> new AuditRow(row.getString("remediation"), Instant.parse(row.getString("at")),
                row.getString("actor"), row.getString("action"), row.getString("object"), row.getString("result"))).list();
    }
}
