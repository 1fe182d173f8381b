package dev.helmstuck.kubernetes;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How one tells what a drill has made. The label is on all of it, and says what the next drill may take away: Helm hands a record's labels on
 * to the records that it makes after it, so those of an upgrade that somebody has practised are among them. The annotation is on the stuck
 * record alone, and says that no Helm has written it: Helm makes and updates records without annotations (Helm
 * {@code pkg/storage/driver/secrets.go}, newSecretsObject), so its first write takes it off.
 */
final class DrillMark {
    static final String LABEL = "helm-stuck/drill";
    static final String MADE = "helm-stuck/drill-made";
    static final Map<String, String> LABELS = Map.of(LABEL, "true");

    private DrillMark() {}

    /** Whether a drill may take it away. */
    static boolean is(Meta meta) {
        return meta.label(LABEL).filter("true"::equals).isPresent();
    }

    /** When a drill made it, if it is as the drill made it. */
    static Optional<Instant> made(Meta meta) {
        try {
            return meta.annotation(MADE).filter(any -> is(meta)).map(Instant::parse);
        } catch (DateTimeException damaged) {
            return Optional.empty();
        }
    }
}
