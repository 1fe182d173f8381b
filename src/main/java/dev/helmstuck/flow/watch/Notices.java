package dev.helmstuck.flow.watch;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.Conversation.Place;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says something in a channel that nobody asked about, once for each key, over restarts and whatever process says it: what was said is in the
 * store, and a message whose posting got no answer is looked for in the channel before it is posted again.
 */
@Singleton
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final Remediations remediations;
    private final Conversation conversation;
    private final Clock clock;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    @Inject
    Notices(Remediations remediations, Conversation conversation, Clock clock) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.clock = clock;
    }

    /** Whether it was said. */
    public boolean isSaid(String key) {
        if (!said.contains(key) && remediations.knows(key)) said.add(key);
        return said.contains(key);
    }

    /**
     * Says it, unless it was said. What cannot be said now is left to the next call.
     *
     * @param object what it is about, for the audit trail
     */
    public void say(String key, String channel, Report report, String object) {
        if (isSaid(key)) return;
        try {
            demand(channel);
            Draft draft = new Draft(key, channel, Optional.empty(), false, report);
            MessageRef at = conversation.find(draft).orElseGet(() -> conversation.post(draft));
            if (remediations.first(key, clock.instant()))
                remediations.audit(
                        new AuditRow("", clock.instant(), "helm-stuck", "notice", object, report.title() + " (" + at.channel() + ")"));
            said.add(key);
            LOG.info("said in {}: {}", channel, report.title());
        } catch (UnavailableException unsaid) {
            LOG.warn("could not be said in {}: {}: {}: {}", channel, report.title(), unsaid.source(), unsaid.why());
        }
    }

    private void demand(String channel) {
        Optional<String> why = switch (conversation.place(channel)) {
            case Place.Usable usable -> Optional.empty();
            case Place.ExternallyShared(String name) -> Optional.of("#" + name + " is shared with another organisation");
            case Place.NotMember(String name) -> Optional.of("the bot is not in #" + name + ": type /invite @helm-stuck there");
            case Place.Archived(String name) -> Optional.of("#" + name + " is archived");
        };
        why.ifPresent(words -> {
            throw new UnavailableException("Slack", words);
        });
    }
}
