package dev.helmstuck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import dev.helmstuck.KillPlay.Fault;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRealCluster
class KillMatrixTest {
    @TempDir
    Path dir;

    @Test
    void one() {
        Stage stage = Stage.build();
        KillPlay.Played p = KillPlay.play(stage, dir.resolve("a"), Fault.NONE);
        p.passed().forEach(System.out::println);
        System.out.println(p.took() + " " + p.passed().size() + " " + p.passedBeforeYes());
        for (String s : new String[]{"after Cluster.delete", "during Cluster.delete", "before Remediations.open"}) {
            KillPlay.Played q = KillPlay.play(stage, dir.resolve(s.replace(' ', '-')), new Fault(s, KillPlay.Meanwhile.NOTHING));
            System.out.println(s + " " + q.struck() + " " + q.outcome() + " " + q.took());
        }
        assertThat(p.outcome()).isNotNull();
    }
}
