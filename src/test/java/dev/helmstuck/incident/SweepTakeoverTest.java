package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.helmstuck.cli.Bot;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.slack.HurriedSlack;
import dev.helmstuck.store.Cable;
import dev.helmstuck.store.PostgresServer;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two bots on one PostgreSQL: the one that has a sweep is cut off from it, the other one goes on in the same thread, and later the first comes
 * back. Each stuck target has one request, one delete and one last message, and every line is final.
 */
class SweepTakeoverTest {
    /** Past every lease. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(40);

    @TempDir
    Path dir;

    /** When the first bot is cut off. */
    private enum SweepMoment {
        /** While the targets are looked at. */
        LOOKING,
        /** Both are asked about. */
        ASKED,
        /** One record is about to be deleted, the intent is saved. */
        DELETING
    }

    @Test
    void another_bot_goes_on_with_a_sweep_in_its_thread() throws SQLException {
        played(SweepMoment.DELETING, Cable::cut);
    }

    @Test
    @Tag("long")
    void at_every_moment_and_whether_the_database_is_lost_or_silent() throws SQLException {
        for (SweepMoment when : SweepMoment.values()) {
            played(when, Cable::cut);
            played(when, Cable::silence);
        }
    }

    private void played(SweepMoment when, Consumer<Cable> how) throws SQLException {
        String database = PostgresServer.database();
        try (Incident incident = SweepTest.prepared(dir, Mode.SOCKET); Cable cable = new Cable(PostgresServer.port())) {
            incident.world.with("DATABASE_URL", PostgresServer.url(database, cable.port()));
            try (Bot first = bot(incident)) {
                var unused = incident.world.start(first);
                incident.world.with("DATABASE_URL", PostgresServer.url(database));
                AtomicBoolean struck = strike(incident, when, () -> how.accept(cable));
                incident.type(ALICE, "gprd");
                if (when != SweepMoment.LOOKING) yes(incident);
                incident.until("it is struck", struck::get);
                try (Bot second = bot(incident)) {
                    var unusedSecond = incident.world.start(second);
                    if (when == SweepMoment.LOOKING) yes(incident);
                    ends(incident);
                    cable.mend();
                    incident.clock.advance(TAKEN_OVER);
                    incident.slack().await(Duration.ofSeconds(2), () -> incident.deletes().size() > 2);
                    only(incident);
                }
            }
        }
    }

    private static Bot bot(Incident incident) {
        return TestBots.bot(incident.world.settings(), incident.clock, instead -> {}, new HurriedSlack());
    }

    /** Lets the moment come; whether it has. */
    private static AtomicBoolean strike(Incident incident, SweepMoment when, Runnable cut) {
        AtomicBoolean struck = new AtomicBoolean();
        incident.before(request -> switch (when) {
            case LOOKING -> request.verb().equals("list") && request.namespace().equals("gitlab-two");
            case ASKED -> incident.audit("approval").size() == 1;
            case DELETING -> ApiRequest.realDelete(Kind.SECRET).test(request);
        }, () -> {
            cut.run();
            struck.set(true);
        });
        return struck;
    }

    /** Bob says yes to each. */
    private static void yes(Incident incident) {
        incident.patiently("both are asked about", TAKEN_OVER.dividedBy(4), () -> incident.audit("request").size() == 2);
        incident.messages("request:").forEach(request -> incident.yes(BOB, request));
    }

    private static void ends(Incident incident) {
        incident.patiently("all have ended", TAKEN_OVER.dividedBy(4), () -> incident.audit("end").size() == 5);
        incident.patiently("the sweep is told", TAKEN_OVER.dividedBy(4),
                () -> incident.world.read("SELECT id FROM sweep WHERE is_open = 1").isEmpty());
    }

    private static void only(Incident incident) {
        assertThat(incident.deletes().stream().map(ApiRequest::namespace)).containsExactlyInAnyOrder(Incident.NAMESPACE, "gitlab-two");
        List<Message> roots = incident.messages("root");
        assertThat(roots).singleElement().satisfies(root -> assertThat(incident.now(root).text()).contains(
                "gprd, 5 targets: 2 are blocked, 2 are unlocked, their deploys not proven, 1 is not stuck", "gitlab-cny: Helm is unlocked",
                "gitlab-two: Helm is unlocked"));
        assertThat(incident.messages("request:")).hasSize(2);
        assertThat(incident.audit("end")).hasSize(5);
        assertThat(incident.messages("last")).hasSize(4).allSatisfy(last -> assertThat(last.thread()).contains(roots.getFirst().ts()));
        assertThat(incident.slack().messages(CHANNEL).stream().map(message -> World.remediation(message) + World.key(message))
                .filter(key -> !key.isEmpty()).filter(key -> !key.contains("database-"))).doesNotHaveDuplicates();
    }
}
