package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Table;

/** A table as lines of text whose columns stand below one another. */
public final class AlignedTable {
    /** More would not fit into one block of a message; the command {@code check --json} has all. */
    private static final int MOST_ROWS = 25;
    /** In characters, with room for the line that says where the rest is. */
    private static final int LONGEST = 2_600;

    private AlignedTable() {}

    static List<String> lines(Table table) {
        List<String> all = aligned(table, MOST_ROWS);
        int fits = table.rest().isPresent() ? fits(all) : all.size();
        List<String> lines = new ArrayList<>(all.subList(0, fits));
        int more = table.rows().size() + 1 - fits;
        if (more > 0) lines.add("… and " + more + " more rows, see " + table.rest().orElse("`" + TerminalCommand.of("check --json") + "`"));
        return lines;
    }

    /** Whether a message shows a part of it only. */
    public static boolean isCut(Table table) {
        return table.rows().size() > MOST_ROWS || fits(aligned(table, MOST_ROWS)) <= table.rows().size();
    }

    /** All of it, a line for each row. */
    public static String whole(Table table) {
        return String.join("\n", rows(table)) + "\n";
    }

    /** The same, a text for each row. */
    public static List<String> rows(Table table) {
        return aligned(table, table.rows().size());
    }

    /** How many of the lines a message has room for; the columns' names always. */
    private static int fits(List<String> lines) {
        int length = 0;
        for (int line = 0; line < lines.size(); line++) {
            length += lines.get(line).length() + 1;
            if (length > LONGEST && line > 0) return line;
        }
        return lines.size();
    }

    private static List<String> aligned(Table table, int most) {
        List<List<String>> shown = Stream.concat(Stream.of(table.columns()), table.rows().stream().limit(most)).toList();
        int[] widths = IntStream.range(0, table.columns().size())
                .map(column -> shown.stream().mapToInt(row -> width(row.get(column))).max().orElse(0)).toArray();
        return shown.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++)
            line.append(row.get(column)).append(" ".repeat(widths[column] - width(row.get(column)) + 2));
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
