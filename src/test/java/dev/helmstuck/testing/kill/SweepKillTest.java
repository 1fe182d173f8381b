package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.helmstuck.testing.kill.KillMatrix.MatrixRow;
import dev.helmstuck.testing.kill.KillPlay.KillFault;
import dev.helmstuck.testing.kill.KillPlay.KillPlayed;
import dev.helmstuck.testing.kill.KillPlay.Meanwhile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bot's process that has a sweep over four targets, two of them stuck, is killed (SIGKILL) and started again on its store: each stuck one has
 * one request, one delete and one last message, and every line of the first message is final.
 */
class SweepKillTest {
    /** What leaves a mark outside the process, the first message's edits among it. */
    private static final Pattern MARKS = Pattern.compile("\\w+ (Remediations[.](open\\b|save |told\\b|shows root)|Cluster[.](backUp|delete)"
            + "|Conversation[.](post|edit)).*");
    private static final int PARTS = 32;

    @TempDir
    Path dir;

    /** A few of the moments that leave a mark, others each time; {@code -Dsweep.part=0} to 31 says which. */
    @Test
    void killed_around_marks_a_sweep_goes_on_and_each_target_gets_its_own() {
        int part = Integer.getInteger("sweep.part", new SplittableRandom().nextInt(PARTS));
        System.out.println("Sweeps killed: part -Dsweep.part=" + part + " of " + PARTS);
        List<String> points = points(MARKS.asMatchPredicate());
        play(IntStream.range(0, points.size()).filter(each -> each % PARTS == part).mapToObj(points::get).toList(), 2,
                Path.of("target", "sweep-kill-marks.txt"));
    }

    @Test
    @Tag("long")
    void killed_around_every_mark_and_every_kind_of_call_a_sweep_goes_on_and_each_target_gets_its_own() {
        play(points(MARKS.asMatchPredicate().or(point -> !point.contains("#"))), 3, Path.of("target", "sweep-kill.txt"));
    }

    private List<String> points(Predicate<String> wanted) {
        List<String> points = SweepPlay.play(dir.resolve("undisturbed"), KillFault.NONE).passed();
        assertThat(points).contains("before Remediations.open", "before Cluster.delete #2", "after Cluster.delete #2",
                "before Remediations.told");
        return points.stream().filter(wanted).toList();
    }

    private void play(List<String> points, int atOnce, Path file) {
        long began = System.nanoTime();
        List<MatrixRow> rows;
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            List<Future<MatrixRow>> under = points.stream().map(point -> threads.submit(() -> row(point))).toList();
            rows = under.stream().map(KillMatrix::done).toList();
        }
        KillMatrix.show(rows, Duration.ofNanos(System.nanoTime() - began), file);
        assertThat(rows).filteredOn(row -> row.played().isEmpty()).extracting(MatrixRow::fault).as("failed").isEmpty();
        // which of two targets comes first is not the same each time, nor is what a tick of the clock does
        assertThat(rows).filteredOn(row -> row.played().filter(KillPlayed::struck).isPresent()).as("plays in which the bot was killed")
                .hasSizeGreaterThanOrEqualTo(rows.size() * 4 / 5).isNotEmpty();
    }

    private MatrixRow row(String point) {
        KillFault fault = new KillFault(point, Meanwhile.NOTHING);
        try {
            return new MatrixRow(fault, Optional.of(SweepPlay.play(dir.resolve(point.replaceAll("[^A-Za-z0-9]+", "-")), fault)), "");
        } catch (AssertionError | RuntimeException failed) {
            return new MatrixRow(fault, Optional.empty(), String.valueOf(failed.getMessage()));
        }
    }
}
