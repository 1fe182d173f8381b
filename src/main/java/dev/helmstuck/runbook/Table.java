package dev.helmstuck.runbook;

import java.util.List;

/**
 * What a check looked at, a row each, so that a person can judge it without a shell.
 *
 * @param columns their names
 * @param rows each with a cell for every column; what matters most comes first
 */
public record Table(List<String> columns, List<List<String>> rows) {

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size())
                throw new IllegalArgumentException("a row with " + row.size() + " cells of " + columns.size());
        }
    }
}
