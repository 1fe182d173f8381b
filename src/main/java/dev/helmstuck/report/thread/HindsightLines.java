package dev.helmstuck.report.thread;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Section;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Hindsight;
import dev.helmstuck.runbook.Hindsight.Became;
import dev.helmstuck.runbook.Hindsight.Statement;

/** What became of a forecast: in a few lines for the last message, as a whole for the evidence. */
final class HindsightLines {
    private static final int MOST_LINES = 4;
    private static final int MOST_NAMES = 6;

    private HindsightLines() {}

    /** At most four lines; what did not come true first, so that nobody has to look for it. */
    static Section few(Hindsight hindsight) {
        List<String> lines = new ArrayList<>();
        boolean together = hindsight.statements().size() > MOST_LINES;
        for (Became became : List.of(Became.DID_NOT, Became.UNREAD, Became.CAME_TRUE, Became.NOT_YET)) {
            List<String> said = hindsight.statements().stream().filter(statement -> statement.became() == became)
                    .map(statement -> words(statement, MOST_NAMES)).toList();
            if (!said.isEmpty()) (together ? List.of(String.join("; ", said)) : said).forEach(words -> lines.add(mark(became) + words));
        }
        return section("What came true of the forecast", lines);
    }

    /** Whether the few lines leave something out. */
    static boolean cuts(Hindsight hindsight) {
        return hindsight.statements().stream()
                .anyMatch(statement -> statement.objects().size() > MOST_NAMES || statement.seen().size() > MOST_NAMES);
    }

    /** Every statement, with all its objects. */
    static Section whole(Hindsight hindsight) {
        return whole("delete", hindsight);
    }

    /** The same of the look after the rerun. */
    static Section wholeOfRerun(Hindsight hindsight) {
        return whole("rerun", hindsight);
    }

    private static Section whole(String after, Hindsight hindsight) {
        return section("What came true of the forecast, by a look after the " + after,
                hindsight.statements().stream().map(statement -> mark(statement.became()) + words(statement, Integer.MAX_VALUE)).toList());
    }

    private static Section section(String heading, List<String> lines) {
        return new Section(heading, lines.stream().map(Line::bullet).toList());
    }

    private static String mark(Became became) {
        return switch (became) {
            case CAME_TRUE -> "✓ ";
            case DID_NOT -> "✗ ";
            case NOT_YET -> "not known yet, shows at the next deploy: ";
            case UNREAD -> "not known ";
        };
    }

    private static String words(Statement statement, int most) {
        String objects = statement.objects().isEmpty() ? "" : ": " + String.join(", ", Formats.most(statement.objects(), most));
        String seen = String.join("; ", Formats.most(statement.seen(), most));
        return switch (statement.became()) {
            case CAME_TRUE -> statement.words() + objects;
            case NOT_YET -> statement.words();
            case DID_NOT -> "foretold: " + statement.words() + objects + "; but " + seen;
            case UNREAD -> (objects.isEmpty() ? "whether " + statement.words() : "of " + objects.substring(2)) + " (" + seen + ")";
        };
    }
}
