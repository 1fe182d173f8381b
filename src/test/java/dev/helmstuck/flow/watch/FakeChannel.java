package dev.helmstuck.flow.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.Aside;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Report;

/** A channel that remembers what was posted, may be down, and may lose the answer to a post that it took. */
final class FakeChannel implements Conversation {
    final List<Draft> posted = new ArrayList<>();
    Place place = new Place.Usable("ops");
    boolean down;
    boolean losesAnswers;

    @Override
    public Place place(String channel) {
        answer();
        return place;
    }

    @Override
    public synchronized MessageRef post(Draft draft, Runnable stillOurs) {
        answer();
        posted.add(draft);
        if (losesAnswers) throw new UnavailableException("Slack", "the connection broke");
        return new MessageRef(draft.channel(), Integer.toString(posted.size()));
    }

    @Override
    public synchronized Optional<MessageRef> find(Draft draft) {
        answer();
        return posted.stream().filter(earlier -> earlier.key().equals(draft.key())).findFirst()
                .map(earlier -> new MessageRef(earlier.channel(), Integer.toString(posted.indexOf(earlier) + 1)));
    }

    private void answer() {
        if (down) throw new UnavailableException("Slack", "it is away");
    }

    @Override
    public void edit(MessageRef message, Report report, Runnable stillTrue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void seed(MessageRef message, List<String> emoji) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Reaction> reactions(MessageRef message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void whisper(MessageRef thread, String user, Report report) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void answer(Aside aside, Report report) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offer(Inbox.Shortcut shortcut, List<String> names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String permalink(MessageRef message, Optional<MessageRef> thread) {
        throw new UnsupportedOperationException();
    }
}
