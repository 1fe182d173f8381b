package dev.helmstuck.slack;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.TerminalCommand;
import dev.helmstuck.report.Tone;

/**
 * Turns a report into Block Kit and its text fallback. Pure; keeps Slack's limits by cutting at the end and saying so.
 */
final class Blocks {
    private static final int TEXT = 3_900;
    private static final int SECTION = 3_000;
    private static final int HEADER = 150;
    private static final int LINE = 2_800;
    private static final int TASK_TITLE = 150;
    private static final int HEADING = 300;
    private static final int TASKS = 40;
    /** What a task takes beside its words, for nobody knows what Slack counts. */
    private static final int CARD = 60;
    /** Slack answers msg_blocks_too_long at about 13 200 characters. */
    private static final int ALL = 12_000;
    private static final int MOST_BLOCKS = 50;
    private static final String CUT_HERE = MrkdwnEscaper.CUT + ", see `" + TerminalCommand.of("check") + "` for all of it";

    private final ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
    private int used;
    private boolean cut;

    private Blocks() {}

    static Rendered render(Report report) {
        return new Rendered(text(report), new Blocks().fill(report, true), new Blocks().fill(report, false));
    }

    private ArrayNode fill(Report report, boolean checklist) {
        title(report);
        if (!report.tasks().isEmpty()) {
            if (checklist) {
                plan(report.tasks());
            } else {
                section(report.tasks().stream().map(Blocks::taskLine).toList());
            }
        }
        for (Section section : report.sections()) {
            List<String> lines = new ArrayList<>();
            lines.add(Mrkdwn.strong(section.heading(), LINE));
            section.lines().forEach(line -> lines.add(Mrkdwn.line(line, LINE)));
            section(lines);
        }
        if (cut) {
            ObjectNode context = blocks.addObject().put("type", "context");
            context.putArray("elements").addObject().put("type", "mrkdwn").put("text", CUT_HERE);
        }
        return blocks;
    }

    private void title(Report report) {
        String title = mark(report.tone()) + MrkdwnEscaper.plain(report.title());
        if (title.isEmpty()) {
            return;
        }
        // a header is plain text, in which no time is local and nobody is mentioned
        if (title.length() <= HEADER && report.headline().spans().stream().allMatch(Span.Text.class::isInstance)) {
            used += title.length();
            blocks.addObject().put("type", "header").putObject("text").put("type", "plain_text").put("text", title).put("emoji", false);
            return;
        }
        section(List.of(titleLine(report, report.headline())));
    }

    private void plan(List<Task> tasks) {
        ObjectNode plan = blocks.addObject().put("type", "plan");
        plan.put("title", progress(tasks));
        ArrayNode cards = plan.putArray("tasks");
        for (Task task : tasks.subList(0, Math.min(tasks.size(), TASKS))) {
            String shown = MrkdwnEscaper.fit(task.title(), TASK_TITLE, MrkdwnEscaper::plain);
            String title = shown.isEmpty() ? task.id() : shown;
            int size = title.length() + CARD;
            if (used + size > ALL) {
                cut = true;
                return;
            }
            used += size;
            cards.addObject().put("type", "task_card").put("task_id", task.id()).put("title", title).put("status", status(task.state()));
        }
        cut |= tasks.size() > TASKS;
    }

    /** One section of the report: as many section blocks as Slack's limit for one asks for. */
    private void section(List<String> lines) {
        StringBuilder block = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            if (cut || used + block.length() + line.length() + 1 > ALL || blocks.size() >= MOST_BLOCKS - 2) {
                cut = true;
                break;
            }
            if (block.length() + line.length() + 1 > SECTION) {
                flush(block);
            }
            block.append(block.isEmpty() ? "" : "\n").append(line);
        }
        flush(block);
    }

    private void flush(StringBuilder block) {
        if (block.isEmpty()) {
            return;
        }
        used += block.length();
        blocks.addObject().put("type", "section").putObject("text").put("type", "mrkdwn").put("text", block.toString()).put("verbatim",
                true);
        block.setLength(0);
    }

    private static String text(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(titleLine(report, Mrkdwn.unmentioning(report.headline())));
        report.tasks().forEach(task -> lines.add(taskLine(task)));
        for (Section section : report.sections()) {
            lines.add(Mrkdwn.strong(section.heading(), HEADING));
            for (Line line : section.lines()) {
                lines.add(Mrkdwn.plainLine(line, LINE));
            }
        }
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            if (text.length() + line.length() + CUT_HERE.length() + 2 > TEXT) {
                return text.append('\n').append(CUT_HERE).toString();
            }
            text.append(text.isEmpty() ? "" : "\n").append(line);
        }
        return text.toString();
    }

    private static String titleLine(Report report, Line headline) {
        return mark(report.tone()) + Mrkdwn.strong(headline, LINE - HEADER);
    }

    private static String taskLine(Task task) {
        return mark(task.state()) + MrkdwnEscaper.fit(task.title(), TASK_TITLE, MrkdwnEscaper::text);
    }

    private static String progress(List<Task> tasks) {
        long done = tasks.stream().filter(task -> task.state() == TaskState.COMPLETE).count();
        long stopped = tasks.stream().filter(task -> task.state() == TaskState.ERROR).count();
        return "Steps: " + done + " of " + tasks.size() + " done" + (stopped == 0 ? "" : ", " + stopped + " stopped");
    }

    private static String status(TaskState state) {
        return switch (state) {
            case PENDING -> "pending";
            case IN_PROGRESS -> "in_progress";
            case COMPLETE -> "complete";
            case ERROR -> "error";
        };
    }

    /** For the eye only, like the next: every title says the same in words. */
    private static String mark(TaskState state) {
        return switch (state) {
            case PENDING -> "▫️ ";
            case IN_PROGRESS -> "⏳ ";
            case COMPLETE -> "✅ ";
            case ERROR -> "❌ ";
        };
    }

    private static String mark(Tone tone) {
        return switch (tone) {
            case WORKING -> "⏳ ";
            case ASKING -> "🔐 ";
            case GOOD -> "✅ ";
            case CAREFUL -> "⚠️ ";
            case BAD -> "❌ ";
            case NEUTRAL -> "";
        };
    }
}
