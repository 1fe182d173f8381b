package dev.helmstuck.testing.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.helmstuck.testing.kill.KillPlay.KillFault;
import dev.helmstuck.testing.kill.KillPlay.KillPlayed;

/** Plays many faults, several at once, each on a stage of its own, and shows what came of them: a line for each kind of fault point. */
final class KillMatrix {
    private static final String LINE = "%-50s %7s %6s %7s %6s %6s %4s  %-21s %9s%n";

    private final Path dir;
    private final BlockingQueue<Stage> stages;
    private final int atOnce;

    /** How a play went, or why it failed. */
    record MatrixRow(KillFault fault, Optional<KillPlayed> played, String failure) {}

    KillMatrix(Path dir, int atOnce) {
        this.dir = dir;
        this.atOnce = atOnce;
        stages = new ArrayBlockingQueue<>(atOnce);
        for (Stage stage : each(Collections.nCopies(atOnce, ""), unused -> Stage.build())) {
            stages.add(stage);
        }
    }

    /** A remediation in which nothing dies, for the names of the moments. */
    KillPlayed undisturbed() {
        return onStage(KillFault.NONE);
    }

    List<MatrixRow> play(List<KillFault> faults) {
        return each(faults, fault -> {
            try {
                return new MatrixRow(fault, Optional.of(onStage(fault)), "");
            } catch (AssertionError | RuntimeException failed) {
                return new MatrixRow(fault, Optional.empty(), String.valueOf(failed.getMessage()));
            }
        });
    }

    private KillPlayed onStage(KillFault fault) {
        try {
            Stage stage = stages.take();
            try {
                return KillPlay.play(stage, dir.resolve(fault.toString().replaceAll("[^A-Za-z0-9]+", "-")), fault);
            } finally {
                stages.add(stage);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private <T, R> List<R> each(List<T> all, Function<T, R> work) {
        List<Future<R>> under = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            all.forEach(one -> under.add(threads.submit(() -> work.apply(one))));
        }
        return under.stream().map(KillMatrix::done).toList();
    }

    static <R> R done(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Prints the matrix, and writes it to that file. */
    static void show(List<MatrixRow> rows, Duration took, Path file) {
        Map<String, List<MatrixRow>> kinds = rows.stream()
                .collect(Collectors.groupingBy(row -> kind(row.fault()), LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder(
                LINE.formatted("killed before + after", "plays", "struck", "deletes", "reruns", "copies", "last", "outcome", "seconds"));
        kinds.forEach((kind, same) -> text.append(line(kind, same)));
        long struck = rows.stream().filter(row -> row.played().filter(KillPlayed::struck).isPresent()).count();
        text.append("%d plays in %d s, the bot killed in %d of them%n".formatted(rows.size(), took.toSeconds(), struck));
        rows.stream().filter(row -> row.played().isEmpty()).forEach(row -> text.append("FAILED: ").append(row.failure()).append('\n'));
        System.out.println(text);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts make no difference to what a point is, and both sides of a call share a line. */
    private static String kind(KillFault fault) {
        return fault.toString().replaceFirst("^(before|after) ", "").replaceFirst(" #\\d+", "");
    }

    private static String plays(List<MatrixRow> rows) {
        long after = rows.stream().filter(row -> row.fault().point().startsWith("after ")).count();
        return rows.size() - after + " + " + after;
    }

    private static String line(String kind, List<MatrixRow> rows) {
        List<KillPlayed> played = rows.stream().flatMap(row -> row.played().stream()).toList();
        String outcome = rows.size() == played.size() ? cell(played, KillPlayed::outcome) : "FAILED " + (rows.size() - played.size());
        return LINE.formatted(kind, plays(rows), played.stream().filter(KillPlayed::struck).count(), cell(played, KillPlayed::deletes),
                cell(played, KillPlayed::reruns),
                cell(played, KillPlayed::copies), cell(played, KillPlayed::lastMessages), outcome, seconds(played));
    }

    private static String cell(List<KillPlayed> played, Function<KillPlayed, Object> value) {
        return played.stream().map(value).map(String::valueOf).distinct().sorted().collect(Collectors.joining("/"));
    }

    private static String seconds(List<KillPlayed> played) {
        if (played.isEmpty()) return "";
        var statistics = played.stream().mapToDouble(each -> each.took().toMillis() / 1000.0).summaryStatistics();
        return String.format(Locale.ROOT, "%.1f-%.1f", statistics.getMin(), statistics.getMax());
    }
}
