package dev.helmstuck.flow;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Report;
import dev.helmstuck.runbook.Plan;
import jakarta.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each message of a remediation once, across restarts: the intention is saved first, and a message whose fate is unknown is
 * looked for before it is posted again. Edits of a message come one after another and the latest wins.
 */
final class Postings {
    private static final Logger LOG = LoggerFactory.getLogger(Postings.class);
    private static final String ROOT = "root";

    private final Remediations remediations;
    private final Conversation conversation;
    private final Leases leases;
    private final Clock clock;
    private final Executor background;
    private final Map<MessageRef, Edit> latest = new ConcurrentHashMap<>();
    private final Map<MessageRef, ReentrantLock> editing = new ConcurrentHashMap<>();
    private final Map<String, Replaced> replaced = new ConcurrentHashMap<>();

    private record Edit(Remediation remediation, Report report) {}

    private record Replaced(MessageRef message, Report report) {}

    @Inject
    Postings(Remediations remediations, Conversation conversation, Leases leases, Clock clock, Executor background) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.leases = leases;
        this.clock = clock;
        this.background = background;
    }

    /** The root message, posted if it is not there yet. */
    MessageRef root(Remediation remediation, Report report) {
        return post(remediation, ROOT, Optional.empty(), false, report);
    }

    /** The root message, if it was posted. */
    Optional<MessageRef> root(String remediation) {
        return find(remediation, ROOT);
    }

    /** The message with this key, if it was posted. */
    Optional<MessageRef> find(String remediation, String key) {
        return remediations.posting(remediation, key).flatMap(Posting::at);
    }

    /** A message in the thread, posted if it is not there yet; one that is there is edited, for it may be of a look before a restart. */
    void say(Remediation remediation, String key, Report report) {
        Optional<MessageRef> there = find(remediation.id(), key);
        if (there.isPresent()) {
            conversation.edit(there.get(), report);
        } else {
            post(remediation, key, root(remediation.id()), false, report);
        }
    }

    /** A message in the thread, posted if it is not there yet. */
    MessageRef once(Remediation remediation, String key, boolean broadcast, Report report) {
        return post(remediation, key, root(remediation.id()), broadcast, report);
    }

    /** The approval request of the latest look, with the bot's own emoji on it so that people only click. */
    MessageRef request(Remediation remediation, Report report, List<String> emoji) {
        MessageRef message = once(remediation, requestKey(remediation.looks()), false, report);
        conversation.seed(message, emoji);
        return message;
    }

    /** Closes a request that another plan replaces: if that plan's own request is never posted, this one is left as it is said here. */
    void replaced(Remediation remediation, MessageRef message, Plan next, Report report) {
        // a look takes long: what another process has said meanwhile must not be overwritten
        if (!remediations.stands(remediation)) return;
        settle(message, report);
        replaced.put(remediation.id(), new Replaced(message, report));
        remediations.intend(remediation.id(), replacedKey(remediation.looks(), next), clock.instant());
    }

    /** Closes it once more when the new plan is saved: while this process came to that, another one may have opened it again. */
    void stillReplaced(String remediation) {
        Optional.ofNullable(replaced.remove(remediation)).ifPresent(it -> settle(it.message(), it.report()));
    }

    /** Closes the request for this plan, if it was posted: also one of which only the intention was saved before something went wrong. */
    void settleRequest(Remediation remediation, Plan plan, Report report) {
        for (int look = remediation.looks(); look > 0; look--) {
            // those before are about other plans and were closed when this one replaced them
            if (remediations.posting(remediation.id(), replacedKey(look, plan)).isPresent()) return;
            String key = requestKey(look);
            Optional<Posting> posting = remediations.posting(remediation.id(), key);
            if (posting.isEmpty()) continue;
            posting.get().at().or(() -> conversation.find(draft(remediation, key, root(remediation.id()), false, report)))
                    .ifPresent(message -> settle(message, report));
            return;
        }
    }

    private static String replacedKey(int look, Plan by) {
        return "replaced:" + look + ":" + by.fingerprint();
    }

    private static String requestKey(int look) {
        return "request:" + look;
    }

    private MessageRef post(Remediation remediation, String key, Optional<MessageRef> thread, boolean broadcast, Report report) {
        Optional<Posting> before = remediations.posting(remediation.id(), key);
        if (before.flatMap(Posting::at).isPresent()) return before.get().at().get();
        Draft draft = draft(remediation, key, thread, broadcast, report);
        Optional<MessageRef> found = before.isPresent() ? conversation.find(draft) : Optional.empty();
        remediations.intend(remediation.id(), key, clock.instant());
        // the turn to post may come so late that another process has taken over and posted it
        MessageRef message = found.orElseGet(() -> conversation.post(draft, () -> leases.keep(remediation.id())));
        remediations.posted(remediation.id(), key, message);
        return message;
    }

    private static Draft draft(Remediation remediation, String key, Optional<MessageRef> thread, boolean broadcast, Report report) {
        return new Draft(remediation.id() + "/" + key, remediation.channel(), thread, broadcast, report);
    }

    /**
     * Edits a message in the background; an older edit that still waits is dropped, and so is one whose turn comes when the remediation
     * has moved on, maybe in another process. Failing is logged only: the next edit heals it.
     */
    void show(Remediation remediation, MessageRef message, Report report) {
        latest.put(message, new Edit(remediation, report));
        background.execute(() -> {
            ReentrantLock lock = editing.computeIfAbsent(message, each -> new ReentrantLock());
            lock.lock();
            try {
                Optional.ofNullable(latest.remove(message))
                        .ifPresent(newest -> conversation.edit(message, newest.report(), () -> demand(newest.remediation())));
            } catch (UnavailableException later) {
                LOG.warn("a message could not be edited, the next edit heals it: {}", later.why());
            } finally {
                lock.unlock();
            }
        });
    }

    private void demand(Remediation remediation) {
        if (!remediations.stands(remediation)) throw new UnavailableException("helm-stuck", "it is about a state that is past");
    }

    /** Edits a message now, after every edit that is under way, so that nothing older can overwrite it. */
    void settle(MessageRef message, Report report) {
        latest.remove(message);
        ReentrantLock lock = editing.computeIfAbsent(message, each -> new ReentrantLock());
        lock.lock();
        try {
            latest.remove(message);
            conversation.edit(message, report);
        } finally {
            lock.unlock();
            editing.remove(message);
        }
    }
}
