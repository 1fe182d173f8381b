package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.cli.Bot;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.testing.TestBots;
import dev.helmstuck.testing.cluster.Payload;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bot dies while it attaches a file to the thread; whoever goes on shares it once, and the last message comes. */
class FileKillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STUCK = "sh.helm.release.v1.gitlab-cny.v1234";

    @TempDir
    Path dir;

    /** How far the upload has come when it dies. */
    enum Death {
        INTENDED,
        SENT_AND_NOT_SHARED,
        SHARED_AND_NOT_ANSWERED,
        SHARED_AND_NOT_SAVED
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void whoever_goes_on_shares_the_file_once_and_says_the_last_word(Death death) {
        DiesAtFile mortal = new DiesAtFile(death);
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC()); World world = Scene.stuck(dir, cluster)) {
            large(cluster);
            switch (death) {
                case INTENDED, SHARED_AND_NOT_SAVED -> {
                    /* nothing happens to the upload itself */ }
                case SENT_AND_NOT_SHARED -> world.slack().faults().next("files.completeUploadExternal", SlackFault.status(500));
                case SHARED_AND_NOT_ANSWERED -> world.slack().faults().next("files.completeUploadExternal", SlackFault.lostAnswer());
            }
            Scene scene = new Scene(world);
            world.start(bot(world, mortal, Duration.ZERO));
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            assertThat(world.slack().await(PATIENCE, () -> mortal.dead)).as("it came to the file").isTrue();
            boolean shared = death == Death.SHARED_AND_NOT_ANSWERED || death == Death.SHARED_AND_NOT_SAVED;
            assertThat(world.slack().files()).hasSize(shared ? 1 : 0);
            world.stop();

            world.start(bot(world, (method, arguments, real) -> real.call(), Duration.ofSeconds(40)));
            scene.sayYesOnceAsked(PATIENCE, scene::closed);

            String where = death + "\n" + scene.transcript();
            assertThat(world.slack().await(PATIENCE, () -> scene.broadcasts().size() == 1)).as(where).isTrue();
            scene.assertResolvedOnce(cluster, where);
            assertThat(world.slack().files()).as(where).hasSize(1);
            assertThat(scene.messages().stream().filter(message -> message.text().contains("object by object"))).as(where).hasSize(1);
        }
    }

    /** So many objects that the forecast is longer than a message. */
    private static void large(ClusterSimulator cluster) {
        StringBuilder more = new StringBuilder();
        for (int number = 0; number < 60; number++)
            more.append("---\\napiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: more-").append(number).append("\\n");
        ObjectNode record = cluster.get(Kind.SECRET, World.TARGET, STUCK).orElseThrow();
        String text = Payload.decode(record.at("/data/release").asText());
        record.withObject("/data").put("release", Payload.encode(text.replace("\"manifest\":\"", "\"manifest\":\"" + more)));
        var unused = cluster.put(record);
    }

    private static Bot bot(World world, Ports.Around around, Duration ahead) {
        Clock clock = Clock.offset(Clock.systemUTC(), ahead);
        return new Bot(world.settings(), Ports.around(TestBots.unhurried(world.settings(), clock), around));
    }

    /** From its death on nothing that it still does has an effect. */
    private static final class DiesAtFile implements Ports.Around {
        private final Death death;
        private volatile boolean dead;

        DiesAtFile(Death death) {
            this.death = death;
        }

        @Override
        public Object call(Method method, Object[] arguments, Ports.Real real) throws Throwable {
            if (dead) throw new Mortal.ProcessKilled("dead");
            boolean file = method.getName().equals("post") && arguments[0] instanceof Draft draft && draft.file().isPresent();
            if (!file) return real.call();
            try {
                if (death != Death.INTENDED) real.call();
            } catch (UnavailableException unanswered) {
                assertThat(death).isIn(Death.SENT_AND_NOT_SHARED, Death.SHARED_AND_NOT_ANSWERED);
            }
            dead = true;
            throw new Mortal.ProcessKilled("at the file");
        }
    }
}
