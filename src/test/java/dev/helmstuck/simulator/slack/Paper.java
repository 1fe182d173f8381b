package dev.helmstuck.simulator.slack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.helmstuck.testing.FakeClock;

/** Threads without a workspace: what somebody says is written down as it is, to be read as people read it. */
public final class Paper {
    public static final String BOT = SlackWorkspace.BOT_USER;
    private static final Pattern PART = Pattern.compile("<link rel=\"stylesheet\" href=\"([a-z.]+)\">|<script src=\"([a-z.]+)\"></script>");

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-20T14:02:00Z"));
    private final SlackMemory memory = new SlackMemory(clock);

    /** With these people and groups, by id and name. */
    public Paper(Map<String, String> users, Map<String, String> groups) {
        memory.put(Member.person(SlackWorkspace.BOT_USER, "helm-stuck", "helm-stuck"));
        users.forEach((id, name) -> memory.put(Member.person(id, name, name)));
        groups.forEach((id, handle) -> memory.put(new UserGroup(id, handle, Set.of(), false)));
    }

    /** A channel with this name, empty. */
    public void channel(String name) {
        memory.put(Channel.open(name, name));
    }

    /** What is said from now on is said at this moment. */
    public void at(Instant moment) {
        clock.advance(Duration.between(clock.instant(), moment));
    }

    /** The bot says something else in a message. */
    public void edit(String channel, String ts, String text, ArrayNode blocks) {
        Message before = memory.message(channel, ts).orElseThrow();
        if (before.text().equals(text) && before.blocks().equals(blocks)) return;
        memory.put(before.edited(new Message.Content(text, blocks, Optional.empty()), Optional.of(memory.nextTs()), before.broadcast()));
    }

    /** The bot says this; the timestamp of it. */
    public String say(String channel, Optional<String> thread, boolean broadcast, String text, ArrayNode blocks) {
        String ts = memory.nextTs();
        memory.put(Message.posted(channel, ts, SlackWorkspace.BOT_USER, new Message.Content(text, blocks, Optional.empty()), thread,
                broadcast));
        return ts;
    }

    /** These people react. */
    public void react(String channel, String ts, String emoji, List<String> users) {
        for (String user : users) {
            memory.message(channel, ts).flatMap(message -> message.react(user, emoji)).ifPresent(memory::put);
        }
    }

    /** A channel with its threads as a person reads it. */
    public String transcript(String channel) {
        return new Transcript(memory).channel(channel);
    }

    /** All channels as one page that needs no server: its styles and scripts are written into it. */
    public String page() throws IOException {
        String state = ShownChat.of(memory).put("now", memory.now().toEpochMilli()).toString().replace("<", "\\u003c");
        String page = resource("paper.html").replace("id=\"state\">{}", "id=\"state\">" + state);
        return PART.matcher(page).replaceAll(part -> Matcher.quoteReplacement(part.group(1) == null
                ? "<script>\n" + resource(part.group(2)) + "</script>"
                : "<style>\n" + resource(part.group(1)) + "</style>"));
    }

    private static String resource(String name) {
        try (InputStream file = Paper.class.getResourceAsStream("/simulator/slack/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
