package dev.helmstuck.testing.orders;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Conversation.Reaction;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.report.Tone;
import dev.helmstuck.testing.orders.FakeChat.ChatMessage;

/** What happens outside of the bot. */
final class Happening {
    static final List<String> YES = List.of("white_check_mark", "+1", "+1::skin-tone-3");
    private static final List<String> ANY = List.of("white_check_mark", "+1", "x", "x::skin-tone-2", "eyes");
    static final String WORD = "pod gone, checked on the runner";

    private Happening() {}

    /** Anything but a command. */
    static void outside(Ground ground) {
        switch (ground.chance.below(10)) {
            case 0, 1, 2, 3 -> cluster(ground);
            case 4, 5 -> takeBack(ground);
            case 6 -> react(ground, ground.chance.one(FakePeople.FULL), "x", newest(ground));
            case 7 -> people(ground);
            default -> anyReaction(ground);
        }
    }

    static void cluster(Ground ground) {
        FakeCluster one = ground.anyCluster();
        String what = ground.reruns && ground.chance.of(0.3) ? job(ground, one) : one.change(ground.chance);
        ground.note(() -> one.target.name() + ": " + what);
    }

    /** Something happens to a job, or to what the bot may do with it. */
    private static String job(Ground ground, FakeCluster one) {
        if (one.gitlab.runningAgain().isPresent() && ground.chance.of(0.8)) return one.jobGoesOn(ground.chance);
        if (ground.chance.of(0.7)) return one.gitlab.retriedByOthers();
        one.gitlab.mayRerun = !one.gitlab.mayRerun;
        return "may rerun: " + one.gitlab.mayRerun;
    }

    static void people(Ground ground) {
        String what = ground.people.change(ground.chance);
        ground.note(() -> what);
    }

    /** The newest request; where several targets are asked about, that of any. */
    static Optional<ChatMessage> newest(Ground ground) {
        List<ChatMessage> requests = ground.chat.requests();
        if (requests.isEmpty()) return Optional.empty();
        List<ChatMessage> newest = ground.clusters.size() == 1
                ? requests
                : requests.stream().filter(it -> it.now.tone() == Tone.ASKING)
                        .toList();
        return Optional.of(newest.size() < 2 || ground.clusters.size() == 1 ? requests.getLast() : ground.chance.one(newest));
    }

    /** Somebody who may do so says yes to the newest request. */
    static void goodYes(Ground ground) {
        react(ground, ground.chance.one(FakePeople.FULL), ground.chance.one(YES), newest(ground));
    }

    static void anyReaction(Ground ground) {
        List<ChatMessage> all = ground.chat.all();
        if (all.isEmpty()) return;
        Optional<ChatMessage> message = ground.chance.of(0.8) ? newest(ground) : Optional.of(ground.chance.one(all));
        react(ground, ground.chance.one(ground.chance.of(0.3) ? FakePeople.FULL : FakePeople.OTHERS), ground.chance.one(ANY), message);
    }

    static void react(Ground ground, String user, String emoji, Optional<ChatMessage> message) {
        message.ifPresent(it -> {
            ground.note(() -> user + " reacts with " + emoji + " to " + it.key() + " " + it.ref.ts());
            it.reactions.add(new Reaction(emoji, user));
            delivered(ground, it.ref);
        });
    }

    static void takeBack(Ground ground) {
        newest(ground).filter(it -> !it.reactions.isEmpty()).ifPresent(it -> {
            Reaction gone = ground.chance.one(List.copyOf(it.reactions));
            it.reactions.remove(gone);
            ground.note(() -> gone.user() + " takes " + gone.emoji() + " back from " + it.key());
            delivered(ground, it.ref);
        });
    }

    /** The event comes to one connection, to another one again, or to none. */
    private static void delivered(Ground ground, MessageRef message) {
        String id = "E" + ground.op();
        for (int times = ground.chance.below(8); times > 0; times -= 4) {
            Replica replica = ground.chance.one(ground.replicas);
            if (!replica.dead()) replica.run(() -> replica.inbox.reaction(id, message));
        }
    }

    static void command(Ground ground, Replica replica, String user, String text) {
        ground.note(() -> user + " types " + text + " to " + replica);
        Inbox.Command command = new Inbox.Command("T" + ground.op(), user, FakeChat.CHANNEL, "inc-1", text, "https://answer.example.com");
        replica.run(() -> {
            var unused = replica.inbox.command(command);
        });
    }

    /** Somebody vouches, mostly where nothing else proves that the owner is dead. */
    static String vouching(Ground ground, String target) {
        if (ground.chance.of(0.7)) {
            FakeCluster cluster = ground.cluster(target);
            cluster.gitlab.owner = ground.chance.one(FakeGitlab.Owner.CANCELED, FakeGitlab.Owner.LOST, FakeGitlab.Owner.NONE);
            String what = ground.chance.of(0.8) ? cluster.lately() : "nothing else changes";
            ground.note(() -> target + ": the owner is " + cluster.gitlab.owner + "; " + what);
        }
        return " --owner-dead \"" + WORD + "\"";
    }

    /** The requester of what is open calls it off, or somebody else tries. */
    static void cancel(Ground ground, Replica replica) {
        String target = ground.anyCluster().target.name();
        Optional<Remediation> open = ground.store.openFor(target);
        String user = open.isPresent() && ground.chance.of(0.8) ? open.get().requester().user() : "UNORM";
        command(ground, replica, user, "cancel " + (ground.clusters.size() > 1 && ground.chance.of(0.2) ? Estate.GROUP : target));
    }
}
