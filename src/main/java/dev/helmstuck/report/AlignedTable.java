package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Table;

/** A table as lines of text whose columns stand below one another. */
final class AlignedTable {
    /** More would not fit into one block of a message; {@code helm-stuck check --json} has all. */
    private static final int MOST_ROWS = 25;

    private AlignedTable() {}

    static List<String> lines(Table table) {
        List<List<String>> shown = Stream.concat(Stream.of(table.columns()), table.rows().stream().limit(MOST_ROWS)).toList();
        int[] widths = IntStream.range(0, table.columns().size())
                .map(column -> shown.stream().mapToInt(row -> width(row.get(column))).max().orElse(0)).toArray();
        List<String> lines = new ArrayList<>(shown.stream().map(row -> line(row, widths)).toList());
        int more = table.rows().size() - MOST_ROWS;
        if (more > 0) lines.add("… and " + more + " more rows, see `helm-stuck check --json`");
        return lines;
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
