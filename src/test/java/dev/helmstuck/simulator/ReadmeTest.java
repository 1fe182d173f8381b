package dev.helmstuck.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.slack.HurriedSlack;
import dev.helmstuck.testing.Golden;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transcript in the README: what the demo's incident says, at a fixed time. */
class ReadmeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:33:00Z");
    private static final Duration STUCK_FOR = Duration.ofMinutes(25);
    private static final List<String> RECORDS = List.of("sh.helm.release.v1.gitlab-cny.v1234", "sh.helm.release.v1.gitlab-cny.v1233");

    @TempDir
    Path dir;

    @Test
    void the_transcript_is_that_of_a_run() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String begin = "<!-- from a run: ReadmeTest -->\n\n```\n";
        int from = readme.indexOf(begin) + begin.length();
        int to = readme.indexOf("\n```\n", from);
        assertThat(from).isGreaterThan(begin.length());

        String run = played();
        assertThat(run.lines().count()).as("it is read in a minute").isBetween(25L, 40L);
        Golden.checkFile(Path.of("README.md"), readme.substring(0, from) + run + readme.substring(to));
    }

    private String played() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (ClusterSimulator cluster = ClusterSimulator.start(clock)) {
            Instant stuckSince = NOW.minus(STUCK_FOR);
            cluster.load("/records/gitlab-cny.json", stuckSince);
            try (World world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny",
                    clock)) {
                world.culprit(stuckSince);
                world.with("GITLAB_RERUN_TOKEN", world.gitlab().rerunToken()).project()
                        .runner(new SimulatedHelm(cluster, "gitlab-cny", RECORDS, clock, () -> {}));
                var unused = world.start(TestBots.bot(world.settings(), clock, time -> {}, new HurriedSlack()));
                return played(world);
            }
        }
    }

    private static String played(World world) {
        world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
        Message request = world.request();
        world.seeded(request);
        String asked = shown(world, request);
        yes(world, request);
        Message rerun = world.rerunRequest();
        world.seeded(rerun);
        String askedAgain = shown(world, rerun);
        yes(world, rerun);
        String last = world.slack().transcript(world.last());
        assertThat(world.settled(request)).isTrue();
        String shortened = without(without(asked, "• before that", "What Helm will show"), "• What changes", "Answer") + "\n"
                + without(askedAgain, "A yes reruns", "") + "\n"
                + without(without(last, "What got it stuck", "What the rerun"), "Done", "");
        return shortened.stripTrailing().replace(world.gitlab().url().toString(), "https://ops.example.com");
    }

    private static String shown(World world, Message message) {
        return world.slack().transcript(world.slack().message(World.CHANNEL, message.ts()).orElse(message));
    }

    private static void yes(World world, Message request) {
        var unused = world.slack().react(World.BOB, World.CHANNEL, request.ts(), "white_check_mark");
    }

    /** Without what lies between the two lines that begin so; a line tells that something is missing. */
    private static String without(String text, String from, String to) {
        int begin = text.indexOf("\n  " + from) + 1;
        int end = to.isEmpty() ? text.length() : text.indexOf("\n  " + to) + 1;
        assertThat(begin).as(from).isPositive();
        assertThat(end).as(to).isGreaterThan(begin);
        return text.substring(0, begin) + "  …\n" + text.substring(end);
    }
}
