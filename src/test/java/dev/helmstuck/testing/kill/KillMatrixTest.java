package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.kill.KillMatrix.MatrixRow;
import dev.helmstuck.testing.kill.KillPlay.KillFault;
import dev.helmstuck.testing.kill.KillPlay.KillPlayed;
import dev.helmstuck.testing.kill.KillPlay.Meanwhile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bot's process is killed (SIGKILL) before and after every save and every outside call of a remediation on a real API server, and
 * started again on its store: at most one delete and one rerun, neither without a valid approval, a copy whenever the record is gone, one
 * last message.
 */
@NeedsRealCluster
class KillMatrixTest {
    /** What leaves a mark outside the process: the saves, the copy, the delete, the rerun, the requests and the last message. */
    private static final Pattern MARKS = Pattern.compile("\\w+ (Remediations[.](open\\b|save )|Cluster[.](backUp|delete)|Reruns[.]rerun"
            + "|Conversation[.]post (request:1|rerun:1|job:1|last)).*");
    private static final Pattern INTENT = Pattern.compile("before (Cluster[.](backUp|delete)|Reruns[.]rerun)");

    private static final int PARTS = 5;

    @TempDir
    Path dir;

    /** A fifth of these moments, another one each time; {@code -Dkill.part=0} to 4 says which. */
    @Test
    void killed_around_saves_and_marks_it_ends_with_one_delete_one_rerun_and_one_last_message() {
        int part = Integer.getInteger("kill.part", new SplittableRandom().nextInt(PARTS));
        System.out.println("Kill matrix: part -Dkill.part=" + part + " of " + PARTS);
        matrix(2, each -> each % PARTS == part, MARKS.asMatchPredicate(), INTENT.asMatchPredicate(),
                Path.of("target", "kill-matrix-marks.txt"));
    }

    @Test
    @Tag("long")
    void killed_before_and_after_every_call_of_a_port_it_ends_with_one_delete_one_rerun_and_one_last_message() {
        matrix(3, each -> true, every -> true, every -> true, Path.of("target", "kill-matrix.txt"));
    }

    /**
     * @param part which of the faults are played, by their numbers
     * @param wanted the points at which it dies
     * @param unapproved those of them, between yes and delete, at which it dies also while the yes is taken back or the record is touched
     */
    private void matrix(int atOnce, IntPredicate part, Predicate<String> wanted, Predicate<String> unapproved, Path file) {
        long began = System.nanoTime();
        KillMatrix matrix = new KillMatrix(dir, atOnce);
        KillPlayed undisturbed = matrix.undisturbed();
        List<String> points = undisturbed.passed();
        assertThat(points).contains("before Cluster.delete", "after Cluster.delete", "before Cluster.backUp", "after Cluster.backUp",
                "before Reruns.rerun", "after Reruns.rerun");
        List<KillFault> faults = new ArrayList<>(faults(points, wanted, Meanwhile.NOTHING));
        faults.add(new KillFault(KillFault.ANSWER_LOST, Meanwhile.NOTHING));
        faults.add(new KillFault(KillFault.RERUN_ANSWER_LOST, Meanwhile.NOTHING));
        List<String> approved = points.subList(undisturbed.passedBeforeYes().get(0), points.indexOf("before Cluster.delete") + 1);
        faults.addAll(faults(approved, unapproved, Meanwhile.YES_TAKEN_BACK));
        faults.addAll(faults(approved, unapproved, Meanwhile.RECORD_TOUCHED));
        List<String> allowed = points.subList(undisturbed.passedBeforeYes().get(1), points.indexOf("before Reruns.rerun") + 1);
        faults.addAll(faults(allowed, unapproved, Meanwhile.YES_TAKEN_BACK));
        faults.addAll(faults(allowed, unapproved, Meanwhile.NEWER_DEPLOY));
        List<MatrixRow> rows = matrix.play(IntStream.range(0, faults.size()).filter(part).mapToObj(faults::get).toList());
        KillMatrix.show(rows, Duration.ofNanos(System.nanoTime() - began), file);
        assertThat(rows).filteredOn(row -> row.played().isEmpty()).extracting(MatrixRow::fault).as("failed").isEmpty();
        // what a tick of the clock does comes when it comes
        assertThat(rows).filteredOn(row -> row.played().filter(KillPlayed::struck).isPresent()).as("plays in which the bot was killed")
                .hasSizeGreaterThanOrEqualTo(rows.size() * 9 / 10).isNotEmpty();
    }

    private static List<KillFault> faults(List<String> points, Predicate<String> wanted, Meanwhile meanwhile) {
        return points.stream().filter(wanted).map(point -> new KillFault(point, meanwhile)).toList();
    }
}
