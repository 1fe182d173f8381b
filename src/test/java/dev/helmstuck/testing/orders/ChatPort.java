package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Aside;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.report.Report;
import dev.helmstuck.testing.orders.Ground.Party;

/** One process's view of the chat. */
record ChatPort(Replica replica) implements Conversation {

    private FakeChat chat() {
        return replica.ground.chat;
    }

    private void act(String what, Runnable effect) {
        boolean unused = replica.act(Party.CHAT, what, () -> {
            effect.run();
            return true;
        });
    }

    /** Under a rate limit that takes long enough for another process to take over. */
    private void waitsForItsTurn(String what) {
        replica.talking = true;
        try {
            replica.between("the wait to " + what, Duration.ZERO);
        } finally {
            replica.talking = false;
        }
    }

    @Override
    public Place place(String channel) {
        return replica.read(Party.CHAT, "place", () -> new Place.Usable("inc-1"));
    }

    @Override
    public MessageRef post(Draft draft, Runnable stillOurs) {
        waitsForItsTurn("post " + draft.key());
        stillOurs.run();
        return replica.act(Party.CHAT, "post " + draft.key() + " \"" + draft.report().title() + "\"", () -> chat().post(draft));
    }

    @Override
    public Optional<MessageRef> find(Draft draft) {
        return replica.read(Party.CHAT, "find " + draft.key(), () -> chat().find(draft));
    }

    @Override
    public void edit(MessageRef message, Report report, Runnable stillTrue) {
        waitsForItsTurn("edit " + message.ts());
        stillTrue.run();
        act("edit " + message.ts() + " \"" + report.title() + "\"", () -> chat().get(message).now = report);
    }

    @Override
    public void seed(MessageRef message, List<String> emoji) {
        act("seed " + message.ts(), () -> chat().get(message).seeded = true);
    }

    @Override
    public List<Reaction> reactions(MessageRef message) {
        return replica.read(Party.CHAT, "reactions to " + message.ts(), () -> List.copyOf(chat().get(message).reactions),
                reading -> replica.readings.heard(message, reading));
    }

    @Override
    public void whisper(MessageRef thread, String user, Report report) {
        act("whisper to " + user + " \"" + report.title() + "\"", () -> {});
    }

    @Override
    public void answer(Aside aside, Report report) {
        act("answer \"" + report.title() + "\"", () -> {});
    }

    @Override
    public void offer(Inbox.Shortcut shortcut, List<String> names) {
        act("offer " + names, () -> {});
    }

    @Override
    public String permalink(MessageRef message, Optional<MessageRef> thread) {
        return replica.read(Party.CHAT, "permalink", () -> "https://chat.example.com/" + message.ts());
    }
}
