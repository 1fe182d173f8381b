package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;

/**
 * What a check looked at, a row each, so that a person can judge it without a shell.
 *
 * @param columns their names
 * @param rows each with a cell for every column; what matters most comes first
 * @param rest where the rows are told that do not fit into a message; empty if {@code helm-stuck check --json} has them
 */
public record Table(List<String> columns, List<List<String>> rows, Optional<String> rest) {

    /** One that {@code helm-stuck check --json} has as a whole. */
    public Table(List<String> columns, List<List<String>> rows) {
        this(columns, rows, Optional.empty());
    }

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size())
                throw new IllegalArgumentException("a row with " + row.size() + " cells of " + columns.size());
        }
    }
}
