package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.report.Attachment;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;

/**
 * A message that should exist.
 *
 * @param key unique in its thread; the same message keeps it for good
 * @param place where it goes
 * @param seeds the emoji that the bot puts on it itself, so that people only click
 * @param onlyIfPosted whether it is only to be edited: one that was never posted is not missed any more
 * @param file what is attached to it; such a message is never edited, and nothing waits for it
 */
public record ThreadMessage(String key, Destination place, Report report, List<String> seeds, boolean onlyIfPosted,
        Optional<Attachment> file) {

    ThreadMessage(String key, Destination place, Report report, List<String> seeds, boolean onlyIfPosted) {
        this(key, place, report, seeds, onlyIfPosted, Optional.empty());
    }

    public ThreadMessage {
        seeds = List.copyOf(seeds);
    }

    static ThreadMessage reply(String key, Report report) {
        return new ThreadMessage(key, Destination.REPLY, report, List.of(), false);
    }

    static ThreadMessage attached(String key, Report report, Attachment file) {
        return new ThreadMessage(key, Destination.REPLY, report, List.of(), false, Optional.of(file));
    }

    ThreadMessage onlyEdited() {
        return new ThreadMessage(key, place, report, seeds, true);
    }

    /** Whether people are asked by it, or were. */
    boolean isRequest() {
        return key.startsWith("request:") || key.startsWith("rerun:") || key.startsWith("restore:");
    }

    /** The same with other words. */
    ThreadMessage saying(Report other) {
        return new ThreadMessage(key, place, other, seeds, onlyIfPosted, file);
    }

    /** The same in the thread alone. */
    ThreadMessage quietly() {
        return place == Destination.REPLY_AND_CHANNEL ? new ThreadMessage(key, Destination.REPLY, report, seeds, onlyIfPosted, file) : this;
    }

    /** The same with a headline that names what it is about, for a thread that tells of several. */
    ThreadMessage about(String target) {
        if (report.title().contains(target)) return this;
        List<Span> named = new ArrayList<>(List.of(new Span.Text(target + ": ")));
        named.addAll(report.headline().spans());
        Report about = new Report(report.tone(), new Line(report.headline().kind(), named), report.tasks(), report.sections());
        return saying(about);
    }

    /** Where a message goes. */
    public enum Destination {
        /** It begins the thread. */
        ROOT,
        /** In the thread. */
        REPLY,
        /** In the thread, and shown in the channel too. */
        REPLY_AND_CHANNEL
    }
}
