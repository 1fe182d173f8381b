package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import ch.qos.logback.classic.Level;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rule 6: the content of a record is in no log, however much is logged; fabric8 prints whole bodies at trace if it is let. */
class QuietTest {
    @TempDir
    Path folder;

    @Test
    void nothing_of_a_record_is_logged_even_at_trace() {
        SimulatedPlace place = new SimulatedPlace(folder);
        String namespace = place.namespace();
        Target target = place.target(namespace);
        Secret stored = place.admin().secrets().inNamespace(namespace).resource(Records.record(8, "pending-upgrade")).create();
        SecretRef ref = Records.ref(stored);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ch.qos.logback.classic.Logger root = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level usual = root.getLevel();
        try (place;
                KubernetesCluster cluster = place.cluster();
                PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            System.setErr(capture);
            root.setLevel(Level.TRACE);
            LoggerFactory.getLogger("io.fabric8.kubernetes.client.http.HttpLoggingInterceptor").trace("this is logged");
            List<Object> shown = List.of(cluster.releases(target), cluster.backUp(target, ref, "R-1"), cluster.delete(target, ref),
                    cluster.restore(target, cluster.copies(target).getFirst()));
            assertThat(shown.toString()).doesNotContain(stored.getData().get("release")).doesNotContain(Records.PASSWORD);
        } finally {
            root.setLevel(usual);
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("this is logged").doesNotContain(stored.getData().get("release"))
                .doesNotContain(Records.PASSWORD).doesNotContain("Bearer ");
    }
}
