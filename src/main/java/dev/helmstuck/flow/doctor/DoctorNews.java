package dev.helmstuck.flow.doctor;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.helmstuck.doctor.Checkup;
import dev.helmstuck.doctor.CheckupNews;
import dev.helmstuck.doctor.CheckupReport;
import dev.helmstuck.flow.watch.Notices;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Signals;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what doctor found, and says once in a channel what went bad: what was said stands in the audit trail, and so does that it is well again. */
final class DoctorNews {
    private static final Logger LOG = LoggerFactory.getLogger(DoctorNews.class);
    private static final String ACTION = "doctor";
    private static final String SAID = "said";
    private static final String WELL = "well again";
    /** What is bad for so long is said once more. */
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final Remediations remediations;
    private final Notices notices;
    private final Signals signals;
    private final Clock clock;

    @Inject
    DoctorNews(Remediations remediations, Notices notices, Signals signals, Clock clock) {
        this.remediations = remediations;
        this.notices = notices;
        this.signals = signals;
        this.clock = clock;
    }

    /**
     * To the log and the metrics all of it, to the channel, if there is one, what was not said there yet.
     *
     * @return whether the channel has heard, or will hear from another replica, all that it should
     */
    boolean tell(Checkup checkup, Optional<String> channel) {
        signals.examined(checkup);
        LOG.info("doctor: {}", CheckupReport.of(checkup).title());
        checkup.examinations().forEach(one -> one.bad().forEach(
                symptom -> LOG.warn("doctor: {}: {}: {} → {}", one.subject(), symptom.point().id(), symptom.seen(), symptom.cure())));
        return channel.isEmpty() || said(checkup, channel.get());
    }

    private boolean said(Checkup checkup, String channel) {
        Instant now = clock.instant();
        Map<String, AuditRow> last = last(now);
        CheckupNews news = CheckupNews.of(checkup,
                last.values().stream().filter(row -> row.result().equals(SAID)).map(AuditRow::object).collect(Collectors.toSet()));
        news.over().forEach(key -> write(now, key, WELL));
        if (news.keys().isEmpty()) return true;
        String key = key(news.keys(), last, now);
        Optional<String> turn = turn(key, now);
        if (turn.isEmpty()) return true;
        notices.say(key, channel, CheckupReport.news(news.fresh()), "doctor");
        boolean said = notices.isSaid(key);
        if (said) news.keys().forEach(one -> write(now, one, SAID));
        else {
            // the chat did not answer: whoever looks next tries again
            var unused = remediations.first(back(turn.get()), now);
        }
        return said;
    }

    /** The turn to say it: of several replicas that look at once one has it; what was given back is anybody's again. */
    private Optional<String> turn(String key, Instant now) {
        int number = 1;
        while (remediations.knows(back(numbered(key, number))))
            number++;
        String turn = numbered(key, number);
        return remediations.first(turn, now) ? Optional.of(turn) : Optional.empty();
    }

    private static String numbered(String key, int number) {
        return key + ":turn:" + number;
    }

    private static String back(String turn) {
        return turn + ":back";
    }

    /** What was noted last of each thing that was ever bad. */
    private Map<String, AuditRow> last(Instant now) {
        return remediations.auditSince(Optional.empty(), now.minus(REMEMBERED)).stream().filter(row -> row.action().equals(ACTION))
                .collect(Collectors.toMap(AuditRow::object, row -> row, (earlier, later) -> later));
    }

    /** What goes bad once more is something else to say, though on the same day: so the key holds when it was well again. */
    private static String key(List<String> keys, Map<String, AuditRow> last, Instant now) {
        String all = keys.stream().map(key -> key + Optional.ofNullable(last.get(key)).map(row -> " " + row.at()).orElse(""))
                .collect(Collectors.joining("\n"));
        return "doctor:" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)) + ":" + now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private void write(Instant now, String object, String result) {
        remediations.audit(new AuditRow("", now, "helm-stuck", ACTION, object, result));
    }
}
