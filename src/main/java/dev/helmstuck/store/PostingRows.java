package dev.helmstuck.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import org.jdbi.v3.core.Handle;

/** The rows of messages, of remediations and of sweeps: each is intended before it is posted. */
final class PostingRows {

    List<Posting> of(Handle db, String owner) {
        return db.createQuery("SELECT posting_key, channel, ts, content FROM posting WHERE remediation = :remediation")
                .bind("remediation", owner)
                .map((row, context) -> {
                    String channel = row.getString("channel");
                    return new Posting(row.getString("posting_key"),
                            Optional.ofNullable(row.getString("ts")).map(ts -> new MessageRef(channel, ts)),
                            Optional.ofNullable(row.getString("content")));
                }).list();
    }

    int intend(Handle db, String owner, String key, Instant now) {
        int intended = db.createUpdate("""
                INSERT INTO posting (remediation, posting_key, intended) SELECT id, :key, :now FROM (
                    SELECT id FROM remediation WHERE id = :remediation UNION ALL SELECT id FROM sweep WHERE id = :remediation) owner
                WHERE true ON CONFLICT (remediation, posting_key) DO NOTHING""")
                .bind("remediation", owner).bind("key", key).bind("now", SqlRemediations.text(now)).execute();
        if (intended == 0 && of(db, owner).isEmpty())
            throw new UnavailableException(Store.NAME, "there is nothing with the id " + owner + " to post a message of");
        return intended;
    }

    int posted(Handle db, String owner, String key, MessageRef message) {
        return db.createUpdate("""
                UPDATE posting SET channel = :channel, ts = :ts WHERE remediation = :remediation AND posting_key = :key""")
                .bind("remediation", owner).bind("key", key).bind("channel", message.channel()).bind("ts", message.ts()).execute();
    }

    int shows(Handle db, String owner, String key, Optional<String> content) {
        return db.createUpdate("""
                UPDATE posting SET content = :content WHERE remediation = :remediation AND posting_key = :key""")
                .bind("remediation", owner).bind("key", key).bind("content", content).execute();
    }
}
