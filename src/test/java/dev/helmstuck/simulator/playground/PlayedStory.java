package dev.helmstuck.simulator.playground;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import dev.helmstuck.simulator.slack.SlashReply;

/** A story as somebody plays it, in a world of its own. */
final class PlayedStory implements AutoCloseable {
    private final Story story;
    private final PlayedWorld played;
    private final Switchboard switches;
    private final Set<Integer> done = new TreeSet<>();

    /** Begins it; the bot starts meanwhile. */
    PlayedStory(Story story, Duration deploysFor) {
        this.story = story;
        played = new PlayedWorld(deploysFor);
        switches = new Switchboard(played);
        story.switches().forEach(each -> switches.set(each, true));
        played.bot.start();
    }

    /** All that the page shows. */
    synchronized ObjectNode shown() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.set("slack", slack().shown());
        shown.put("channel", World.CHANNEL).put("bot", played.bot.state());
        shown.set("world", WorldView.of(played));
        shown.set("switches", switches.shown());
        shown.set("stories", stories());
        return shown;
    }

    private ArrayNode stories() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Story each : Story.ALL) {
            ObjectNode one = all.addObject().put("id", each.id()).put("title", each.title()).put("played", each.equals(story));
            if (each.equals(story)) steps(one.put("told", each.told()).putArray("steps"));
        }
        return all;
    }

    /** In their order: nothing is done before what comes before it. */
    private void steps(ArrayNode shown) {
        Story.Eye eye = new Story.Eye(played, switches);
        List<Story.Step> steps = story.steps();
        for (int i = 0; i < steps.size(); i++) {
            if ((i == 0 || done.contains(i - 1)) && !done.contains(i) && steps.get(i).done().test(eye)) done.add(i);
            shown.addObject().put("text", steps.get(i).text()).put("done", done.contains(i));
        }
    }

    /** Somebody types the command; what Slack says to them if the bot does not answer. */
    String command(String user, String text) {
        SlashReply reply = slack().slash(user, World.CHANNEL, text);
        return switch (reply.outcome()) {
            case ACKED -> "";
            case TIMED_OUT -> "Slack says: /helm-stuck failed with the error \"operation_timeout\"";
            case DISPATCH_FAILED -> "Slack says: /helm-stuck failed with the error \"dispatch_failed\"";
        };
    }

    /** Somebody writes in the channel, or in a thread if that is not empty. */
    void say(String user, String thread, String text) {
        String said = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@helm-stuck",
                "<@" + slack().botUserId() + ">");
        var unused = thread.isEmpty() ? slack().say(user, World.CHANNEL, said) : slack().reply(user, World.CHANNEL, thread, said);
    }

    /** Somebody reacts, or takes the reaction back. */
    void react(String user, String ts, String name) {
        boolean there = slack().message(World.CHANNEL, ts).filter(message -> message.reacted(name).contains(user)).isPresent();
        var unused = there ? slack().unreact(user, World.CHANNEL, ts, name) : slack().react(user, World.CHANNEL, ts, name);
    }

    void turn(String id, boolean on) {
        switches.set(id, on);
    }

    private SlackWorkspace slack() {
        return played.world.slack();
    }

    @Override
    public void close() {
        switches.close();
        played.close();
    }
}
