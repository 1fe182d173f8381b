package dev.helmstuck.flow.engine;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.helmstuck.approval.Vote;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.LeaseLostException;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Sha256;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.ReactionReplies;
import dev.helmstuck.report.thread.ThreadMessage;
import dev.helmstuck.report.thread.ThreadView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the chat agree with what a thread should say: posts what is missing, and edits what differs. Nobody else writes to a thread.
 *
 * <p>What is needed for that is saved: the intention before a message is posted, so that one whose answer was lost is looked for before it
 * is posted again; and a hash of what it shows, which is forgotten right before it is edited. Everything is sent only while the lease is
 * held and the remediation stands as it was read, asked right before sending, after all waiting.
 */
@Singleton
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final Remediations remediations;
    private final Conversation conversation;
    private final Threads threads;
    private final Leases leases;
    private final Clock clock;
    /** For the case that the store is lost: then this is all that is known of the threads. */
    private final Map<String, MessageRef> roots = new ConcurrentHashMap<>();

    /**
     * How far the chat agrees.
     *
     * @param at where the messages lie that are there and complete, by key
     * @param unedited why an edit failed, if one did
     */
    record Agreement(Map<String, MessageRef> at, Optional<UnavailableException> unedited) {}

    @Inject
    Publisher(Remediations remediations, Conversation conversation, Threads threads, Leases leases, Clock clock) {
        this.remediations = remediations;
        this.conversation = conversation;
        this.threads = threads;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * Makes the chat agree, in the order of the view; the root is edited last.
     *
     * @param root whether the root is to be edited this time
     * @throws UnavailableException if a message could not be posted
     * @throws LeaseLostException if the remediation is no longer ours or has moved on
     */
    Agreement agree(Remediation remediation, List<ThreadMessage> view, boolean root) {
        Optional<MessageRef> given = threads.given(remediation);
        if (given.isEmpty() && remediation.sweep().isPresent())
            throw new UnavailableException("Slack", "the first message of its sweep is not there yet");
        given.ifPresent(thread -> roots.put(remediation.id(), thread));
        try {
            return agree(new Pass(remediation.id(), remediation.channel(), given, () -> remediations.stands(remediation)), view, root);
        } finally {
            if (remediation.state() instanceof State.Closed) roots.remove(remediation.id());
        }
    }

    /**
     * Makes a sweep's first message agree, if the right to do so can be had.
     *
     * @param message what it should say, asked for once nobody else can change it
     * @return whether it does
     */
    boolean agree(Sweep sweep, Supplier<ThreadMessage> message) {
        if (!leases.take(sweep.id())) return false;
        try {
            Pass pass = new Pass(sweep.id(), sweep.channel(), Threads.asked(sweep), () -> true);
            return agree(pass, List.of(message.get()), true).unedited().isEmpty();
        } finally {
            leases.release(sweep.id());
        }
    }

    /** Whether a message shows this already. */
    boolean shows(String id, ThreadMessage message) {
        return remediations.postings(id).stream().filter(posting -> posting.key().equals(message.key())).map(Posting::content)
                .anyMatch(Optional.of(hash(message.report()))::equals);
    }

    private static Agreement agree(Pass pass, List<ThreadMessage> view, boolean root) {
        view.forEach(message -> {
            if (message.file().isPresent()) {
                pass.attach(message);
            } else if (!pass.isThere(message)) {
                pass.post(message);
            } else if (message.place() != ThreadMessage.Destination.ROOT) {
                pass.edit(message);
            }
        });
        if (root) view.stream().filter(message -> message.place() == ThreadMessage.Destination.ROOT).forEach(pass::edit);
        return new Agreement(pass.at, pass.unedited);
    }

    /** Says to those whose reactions do not count why, each alone. A refusal holds whether or not it can be said. */
    void whisper(Remediation remediation, List<Note> notes) {
        for (Note note : notes) {
            if (!(note instanceof Note.RefusedReaction(var request, Vote.Rejected why)) || !ThreadView.privately(why)) continue;
            try {
                known(remediation.id()).or(() -> threads.of(remediation)).ifPresent(
                        thread -> conversation.whisper(thread, why.user(),
                                ThreadView.aside(remediation, ReactionReplies.refusedReaction(why, request.deadline()))));
            } catch (UnavailableException unsaid) {
                LOG.warn("{}: a refusal could not be said: {}", remediation.id(), unsaid.why());
            }
        }
    }

    /** The message in whose thread it is told of, as far as that is known without the store. */
    private Optional<MessageRef> known(String id) {
        return Optional.ofNullable(roots.get(id));
    }

    /**
     * Says something in a thread while the store, and with it every right and intention, is away: once, whichever process does it, and not
     * below a last message. Others may still reach the store.
     */
    void sayWithoutStore(Remediation remediation, String key, Report report) {
        Optional<MessageRef> thread = known(remediation.id());
        if (thread.isEmpty()) return;
        Draft draft = new Draft(remediation.id() + "/" + key, remediation.channel(), thread, false, ThreadView.aside(remediation, report));
        try {
            MessageRef unused = conversation.post(draft, () -> {
                if (conversation.find(draft).isPresent()) throw new LeaseLostException("it is said already");
                Draft last = new Draft(remediation.id() + "/" + ThreadView.LAST, remediation.channel(), thread, true, report);
                if (conversation.find(last).isPresent()) throw new LeaseLostException("another process has ended it meanwhile");
            });
        } catch (LeaseLostException said) {
            LOG.info("{}: {}: {}", remediation.id(), key, said.getMessage());
        }
    }

    private static String hash(Report report) {
        return Sha256.hex(report.toString(), 16);
    }

    /** One time through the view. */
    private final class Pass {
        private final String id;
        private final String channel;
        private final Optional<MessageRef> given;
        private final BooleanSupplier stands;
        private final Map<String, Posting> saved = new HashMap<>();
        private final Map<String, MessageRef> at = new HashMap<>();
        private Optional<UnavailableException> unedited = Optional.empty();

        /**
         * @param given the message in whose thread all of it goes; empty: the root begins one
         * @param stands whether what is to be shown still is as it was read
         */
        Pass(String id, String channel, Optional<MessageRef> given, BooleanSupplier stands) {
            this.id = id;
            this.channel = channel;
            this.given = given;
            this.stands = stands;
            for (Posting posting : remediations.postings(id)) {
                saved.put(posting.key(), posting);
                posting.at().ifPresent(message -> lies(posting.key(), message));
            }
        }

        private void lies(String key, MessageRef message) {
            at.put(key, message);
            if (key.equals(ThreadView.ROOT) && given.isEmpty()) roots.put(id, message);
        }

        boolean isThere(ThreadMessage message) {
            return at.containsKey(message.key());
        }

        void post(ThreadMessage message) {
            String key = message.key();
            boolean intended = saved.containsKey(key);
            if (message.onlyIfPosted() && !intended) return;
            Draft draft = draft(message);
            Optional<MessageRef> found = intended ? conversation.find(draft) : Optional.empty();
            if (message.onlyIfPosted() && found.isEmpty()) return;
            if (!intended) remediations.intend(id, key, clock.instant());
            MessageRef there = found.orElseGet(() -> conversation.post(draft, this::demand));
            lies(key, there);
            remediations.posted(id, key, there);
            saved.put(key, new Posting(key, Optional.of(there), Optional.empty()));
            if (found.isPresent() && message.file().isEmpty()) {
                // it may be of another look, by another process
                edit(message);
            } else {
                complete(message, there);
                remediations.shows(id, key, Optional.of(hash(message.report())));
            }
        }

        /** Once, and failing is no more than with an edit. */
        void attach(ThreadMessage message) {
            if (isThere(message)) return;
            try {
                post(message);
            } catch (UnavailableException failed) {
                LOG.warn("{}: file {} could not be posted: {}", id, message.key(), failed.why());
                unedited = unedited.or(() -> Optional.of(failed));
            }
        }

        /** Failing is for the caller to know, and does not keep the rest from being said. */
        void edit(ThreadMessage message) {
            String key = message.key();
            String content = hash(message.report());
            Optional<String> shown = saved.get(key).content();
            if (shown.equals(Optional.of(content))) return;
            MessageRef there = at.get(key);
            // whoever posted it may have died before it was complete
            if (shown.isEmpty()) complete(message, there);
            try {
                conversation.edit(there, message.report(), () -> {
                    demand();
                    remediations.shows(id, key, Optional.empty());
                });
                remediations.shows(id, key, Optional.of(content));
            } catch (UnavailableException failed) {
                LOG.warn("{}: message {} could not be edited: {}", id, key, failed.why());
                unedited = unedited.or(() -> Optional.of(failed));
            }
        }

        private void complete(ThreadMessage message, MessageRef there) {
            if (!message.seeds().isEmpty()) conversation.seed(there, message.seeds());
        }

        /** Whether it is still ours to say. */
        private void demand() {
            leases.keep(id);
            if (!stands.getAsBoolean()) throw new LeaseLostException("it has moved on");
        }

        private Draft draft(ThreadMessage message) {
            Optional<MessageRef> thread = switch (message.place()) {
                case ROOT -> given;
                case REPLY, REPLY_AND_CHANNEL -> given.or(() -> Optional.of(at.get(ThreadView.ROOT)));
            };
            return new Draft(id + "/" + message.key(), channel, thread,
                    message.place() == ThreadMessage.Destination.REPLY_AND_CHANNEL,
                    message.report(), message.file());
        }
    }
}
