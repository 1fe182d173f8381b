package dev.helmstuck.incident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import dev.helmstuck.incident.FaultStormTest.StormRow;

/** The storm as a table: a line for each system and fault, with how each phase ended and after how many calls. */
record StormTable(List<StormRow> rows) {

    String write(Path file) throws IOException {
        String text = rows.stream().collect(Collectors.groupingBy(row -> "%-9s%-16s".formatted(row.cell().whose(), row.cell().trouble())))
                .entrySet().stream().sorted(Comparator.comparing(line -> line.getValue().getFirst().cell(),
                        Comparator.comparing(FaultStormTest.Cell::whose).thenComparing(FaultStormTest.Cell::trouble)))
                .map(line -> line.getKey() + line.getValue().stream()
                        .map(row -> row.cell().phase() + (row.cell().heals() ? " " : " for long ") + row.outcome() + " " + row.calls())
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("\n"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
        return text;
    }
}
