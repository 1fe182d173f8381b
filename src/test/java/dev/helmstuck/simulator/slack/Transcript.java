package dev.helmstuck.simulator.slack;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.node.ArrayNode;

/** A channel with its threads as plain text, as a person reads it, 100 columns wide; times are UTC. */
final class Transcript {

    private static final int WIDTH = 100;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final SlackMemory memory;
    private final Mrkdwn mrkdwn;
    private final BlockText blocks;

    Transcript(SlackMemory memory) {
        this.memory = memory;
        this.mrkdwn = new Mrkdwn(memory);
        this.blocks = new BlockText(mrkdwn);
    }

    /** One thing to read: a line that says who, and what they said. */
    private record Entry(String ts, Optional<String> thread, String head, List<String> body) {}

    String channel(String channel) {
        List<Entry> entries = entries(channel);
        List<String> lines = new ArrayList<>();
        String name = "#" + memory.channel(channel).map(Channel::name).orElse(channel);
        lines.add("── " + name + " " + "─".repeat(Math.max(3, WIDTH - name.length() - 4)));
        for (Entry root : entries.stream().filter(entry -> entry.thread().isEmpty()).toList()) {
            lines.add("");
            lines.addAll(shown(root, ""));
            for (Entry reply : entries.stream().filter(entry -> entry.thread().equals(Optional.of(root.ts()))).toList()) {
                lines.add("  │");
                lines.addAll(shown(reply, "  │ "));
            }
        }
        lines.add("");
        lines.add("─".repeat(WIDTH));
        return lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    /** One message as it stands now. */
    String message(Message message) {
        return shown(entry(message), "").stream().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }

    private List<Entry> entries(String channel) {
        List<Entry> entries = new ArrayList<>();
        memory.messages(channel).forEach(message -> entries.add(entry(message)));
        memory.ephemerals().stream().filter(whisper -> whisper.channel().equals(channel) && whisper.shown())
                .forEach(whisper -> entries.add(entry(whisper)));
        memory.commands().stream().filter(command -> command.channel().equals(channel))
                .forEach(command -> entries.add(new Entry(command.ts(),
                        Optional.empty(), mrkdwn.name(command.user()) + "  " + time(command.ts()) + "  ·  typed, unseen by others", List.of(
                                "/helm-stuck " + command.text()))));
        entries.sort(Comparator.comparing(Entry::ts));
        return entries;
    }

    private Entry entry(Message message) {
        List<String> marks = new ArrayList<>(List.of(author(message.user()) + "  " + time(message.ts())));
        message.editedAt().ifPresent(at -> marks.add("(edited)"));
        if (message.broadcast()) {
            marks.add("·  also sent to the channel");
        }
        List<String> body = new ArrayList<>(body(message.text(), message.blocks()));
        memory.files().stream().filter(file -> file.channel().equals(message.channel()) && file.ts().equals(message.ts()))
                .forEach(file -> body.add("📎 " + file.name() + ", " + file.text().lines().count() + " lines"));
        if (!message.reactions().isEmpty()) {
            body.add(message.reactions().entrySet().stream()
                    .map(reaction -> Emoji.sign(reaction.getKey()) + " " + reaction.getValue().size() + " ("
                            + reaction.getValue().stream().map(mrkdwn::name).collect(Collectors.joining(", ")) + ")")
                    .collect(Collectors.joining("   ")));
        }
        return new Entry(message.ts(), message.thread(), String.join("  ", marks), body);
    }

    private Entry entry(Ephemeral whisper) {
        String head = author(SlackWorkspace.BOT_USER) + "  " + time(whisper.ts()) + "  ·  only visible to " + mrkdwn.name(whisper.user());
        return new Entry(whisper.ts(), whisper.thread(), head, body(whisper.text(), whisper.blocks()));
    }

    private String author(String user) {
        return user.equals(SlackWorkspace.BOT_USER) ? "helm-stuck [APP]" : mrkdwn.name(user);
    }

    private static String time(String ts) {
        return CLOCK.format(Instant.ofEpochSecond(Long.parseLong(ts.substring(0, ts.indexOf('.')))));
    }

    private List<String> body(String text, ArrayNode shown) {
        return shown.isEmpty() ? mrkdwn.plain(text).lines().toList() : blocks.lines(shown);
    }

    private static List<String> shown(Entry entry, String margin) {
        List<String> lines = new ArrayList<>(List.of(margin + entry.head()));
        entry.body().forEach(line -> Wrap.wrap(line, WIDTH - margin.length() - 2).forEach(part -> lines.add(margin + "  " + part)));
        return lines;
    }
}
