package dev.helmstuck.flow.doctor;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.CheckupNews;
import dev.helmstuck.doctor.CheckupReport;
import dev.helmstuck.flow.watch.Notices;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import jakarta.inject.Inject;

/** Says once what went bad: what was said stands in the audit trail, and so does that it is well again. */
final class DoctorNews {
    private static final String ACTION = "doctor";
    private static final String SAID = "said";
    private static final String WELL = "well again";
    /** What is bad for so long is said once more. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final Remediations remediations;
    private final Notices notices;
    private final Clock clock;

    @Inject
    DoctorNews(Remediations remediations, Notices notices, Clock clock) {
        this.remediations = remediations;
        this.notices = notices;
        this.clock = clock;
    }

    void tell(Checkup checkup, String channel) {
        Instant now = clock.instant();
        CheckupNews news = CheckupNews.of(checkup, said(now));
        news.over().forEach(key -> write(now, key, WELL));
        if (news.keys().isEmpty()) return;
        String key = key(news.keys(), now);
        // of several replicas that start at once one says it
        if (!remediations.first(key + ":turn", now)) return;
        notices.say(key, channel, CheckupReport.news(news.fresh()), "doctor");
        if (notices.isSaid(key)) news.keys().forEach(one -> write(now, one, SAID));
    }

    private Set<String> said(Instant now) {
        Set<String> said = new HashSet<>();
        remediations.auditSince(Optional.empty(), now.minus(REMEMBERED)).stream().filter(row -> row.action().equals(ACTION))
                .forEach(row -> {
                    if (row.result().equals(SAID)) said.add(row.object());
                    else
                        said.remove(row.object());
                });
        return said;
    }

    private static String key(List<String> keys, Instant now) {
        String all = String.join("\n", keys);
        return "doctor:" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)) + ":" + now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private void write(Instant now, String object, String result) {
        remediations.audit(new AuditRow("", now, "helm-stuck", ACTION, object, result));
    }
}
