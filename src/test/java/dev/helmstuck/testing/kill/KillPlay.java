package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.SimulatedJob;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Gateway;

/** One remediation on a stage, from command to last message, whose bot is killed at a fault point and started again on its store. */
final class KillPlay implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Past the lease of the killed one, and past the time in which GitLab may still be at what it asked for. */
    static final Duration LATER = Duration.ofSeconds(80);
    private static final Duration DRAINED = Duration.ofSeconds(10);

    private final Stage stage;
    private final KillFault fault;
    private final Gateway gateway;
    private final World world;
    private final Scene scene;
    private final DeleteWitness witness;
    private final RerunWitness reruns;
    private final List<Integer> passedBeforeYes = new ArrayList<>();
    private boolean holdsBack;
    private volatile boolean jobGoesOn;

    /** What happens while the bot is dead. */
    enum Meanwhile {
        NOTHING,
        YES_TAKEN_BACK,
        RECORD_TOUCHED,
        NEWER_DEPLOY
    }

    /**
     * Where the bot dies.
     *
     * @param point empty for nowhere
     */
    record KillFault(String point, Meanwhile meanwhile) {
        static final KillFault NONE = new KillFault("", Meanwhile.NOTHING);
        /** The API server has deleted the record, and its answer never arrives. */
        static final String ANSWER_LOST = "during Cluster.delete";
        /** GitLab has made the new job, and its answer never arrives. */
        static final String RERUN_ANSWER_LOST = "during Reruns.rerun";

        @Override
        public String toString() {
            return point + switch (meanwhile) {
                case NOTHING -> "";
                case YES_TAKEN_BACK -> ", yes taken back";
                case RECORD_TOUCHED -> ", record touched";
                case NEWER_DEPLOY -> ", newer deploy";
            };
        }
    }

    /**
     * How it went.
     *
     * @param struck whether the bot came to the fault point
     * @param passed the moments that the first bot passed, and how many of them before Bob said yes, to the delete and to the rerun
     */
    record KillPlayed(KillFault fault, boolean struck, int deletes, int reruns, int copies, Outcome outcome, int lastMessages,
            Duration took, List<String> passed, List<Integer> passedBeforeYes) {}

    KillPlay(Stage stage, Path dir, KillFault fault) {
        this.stage = stage;
        this.fault = fault;
        gateway = new Gateway(stage.stuck().cluster());
        world = stage.world(dir, gateway);
        scene = new Scene(world);
        witness = new DeleteWitness(stage, world);
        reruns = new RerunWitness(world);
        world.project().runner(reruns);
        world.with("GITLAB_RERUN_TOKEN", world.gitlab().rerunToken());
        var unused = gateway.watch(witness);
    }

    Gateway gateway() {
        return gateway;
    }

    World world() {
        return world;
    }

    DeleteWitness witness() {
        return witness;
    }

    RerunWitness reruns() {
        return reruns;
    }

    BotProcess firstLife() {
        return BotProcess.start(world, "first", fault.point(), Duration.ZERO);
    }

    static KillPlayed play(Stage stage, Path dir, KillFault fault) {
        long began = System.nanoTime();
        try (KillPlay play = new KillPlay(stage, Files.createDirectories(dir), fault)) {
            return play.play(began);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KillPlayed play(long began) {
        try (BotProcess first = firstLife()) {
            loseTheAnswer(first);
            live(first, this::ended);
            // it may still die of what comes after the last thing that people see
            if (!fault.point().isEmpty()) world.slack().await(Duration.ofSeconds(5), first::dead);
            boolean struck = first.dead();
            if (struck) {
                meanwhile();
                secondLife(LATER);
            } else {
                assertThat(first.stop(DRAINED)).as(first.log()).isZero();
            }
            Outcome outcome = assertEnd();
            return new KillPlayed(fault, struck, witness.deleted(), reruns.made().size(), stage.identicalCopies().size(), outcome,
                    scene.broadcasts().size(), Duration.ofNanos(System.nanoTime() - began), first.passed(), List.copyOf(passedBeforeYes));
        } catch (AssertionError failed) {
            throw new AssertionError(fault + ": " + failed.getMessage() + "\n" + scene.transcript() + "\n" + world.audit(), failed);
        }
    }

    private void loseTheAnswer(BotProcess bot) {
        if (fault.point().equals(KillFault.RERUN_ANSWER_LOST)) reruns.beforeTheAnswer(bot::kill);
        if (!fault.point().equals(KillFault.ANSWER_LOST)) return;
        var unused = gateway.watch(new Gateway.Watcher() {
            @Override
            public void after(Gateway.GatewayRequest asked, int code) {
                if (witness.deletes(asked)) bot.kill();
            }
        });
    }

    /** Bob waits with his yes until the bot has looked for it. */
    void holdYesBack() {
        holdsBack = true;
    }

    /** Started again on the same store, it brings the remediation to its end. */
    void secondLife(Duration ahead) {
        try (BotProcess second = BotProcess.start(world, "second", "", ahead)) {
            live(second, this::ended);
            assertThat(second.stop(DRAINED)).as(second.log()).isZero();
        }
    }

    private void meanwhile() {
        switch (fault.meanwhile()) {
            case NOTHING -> {
            }
            case YES_TAKEN_BACK -> holdsBack = scene.takeBack();
            case RECORD_TOUCHED -> {
                if (stage.isStuck()) stage.touch();
            }
            case NEWER_DEPLOY -> world.project().job(World.DEPLOY).pipeline(8000).startedAt(Instant.now()).failedAt(Instant.now(),
                    "script_failure");
        }
    }

    /** Alice and Bob do their part until it has come so far, or the bot is dead. */
    void live(BotProcess bot, BooleanSupplier soFar) {
        int reactionsRead = reactionsRead();
        Await.until("the bot's connection", PATIENCE, () -> bot.dead() || world.slack().connections().open() == 1);
        // the person types it again if the bot died before the command was written down
        if (!bot.dead() && rows("command").isEmpty()) {
            var unused = world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
        }
        Await.until("the end", PATIENCE, () -> {
            if (bot.dead() || soFar.getAsBoolean()) return true;
            // nothing is deleted without his yes, and he says it once the bot has seen that it is not there
            if (reactionsRead() > reactionsRead) holdsBack = false;
            if (!holdsBack) sayYes(bot);
            if (!jobGoesOn) endJob();
            return false;
        });
    }

    private void sayYes(BotProcess bot) {
        scene.unanswered().ifPresent(request -> {
            if (passedBeforeYes.size() < (Scene.isOfRerun(request) ? 2 : 1)) passedBeforeYes.add(bot.passed().size());
            scene.sayYes();
        });
    }

    /** The job does not end before it is told to. */
    void holdJob() {
        jobGoesOn = true;
    }

    void endJobNow() {
        jobGoesOn = false;
    }

    /** It ends once the bot has seen it run, which then looks at it again at once since somebody reacts. */
    private void endJob() {
        reruns.made().stream().filter(job -> job.status().equals("running") && isLookedAt(job)).findFirst().ifPresent(job -> {
            stage.deploy();
            job.succeededAt(Instant.now());
            var unused = world.slack().react(World.CAROL, World.CHANNEL, scene.roots().getFirst().ts(), "eyes");
        });
    }

    /** Whether the bot has asked for this job. */
    boolean isLookedAt(SimulatedJob job) {
        return world.gitlab().requests().stream().anyMatch(asked -> asked.startsWith("GET ") && asked.endsWith("/jobs/" + job.id()));
    }

    private int reactionsRead() {
        return world.slack().calls("reactions.get").size();
    }

    boolean ended() {
        return !scene.broadcasts().isEmpty() && !rows("end").isEmpty();
    }

    private List<AuditRow> rows(String action) {
        return world.audit().stream().filter(row -> row.action().equals(action)).toList();
    }

    Outcome assertEnd() {
        assertThat(witness.violations()).as("violations").isEmpty();
        assertThat(reruns.violations()).as("violations").isEmpty();
        assertThat(reruns.calls()).as("calls for a rerun").hasSizeLessThanOrEqualTo(1);
        assertThat(witness.deleted()).as("deletes, answered %s", witness.answers()).isLessThanOrEqualTo(1);
        assertThat(scene.roots()).as("root messages").hasSize(1);
        assertThat(rows("end")).as("ends").hasSize(1);
        assertThat(scene.broadcasts()).as("last messages").hasSize(1);
        Outcome outcome = Outcome.valueOf(rows("end").getFirst().result());
        String last = scene.broadcasts().getFirst().text();
        if (fault.meanwhile() == Meanwhile.RECORD_TOUCHED && outcome == Outcome.PLAN_CHANGED) {
            assertThat(last).contains("nothing deleted: the record was changed since the yes");
            assertThat(witness.deleted()).as("deletes").isZero();
            assertThat(reruns.calls()).as("calls for a rerun").isEmpty();
            assertThat(stage.isStuck()).as("the record is there").isTrue();
        } else {
            assertThat(witness.deleted()).as("deletes").isEqualTo(1);
            assertThat(stage.identicalCopies()).as("copies").isNotEmpty();
            if (fault.meanwhile() == Meanwhile.NEWER_DEPLOY) {
                assertNotRerun(outcome, last);
            } else {
                assertThat(outcome).isEqualTo(Outcome.RESOLVED);
                assertThat(last).contains(": resolved. Revision 2 is deployed");
                assertThat(reruns.made()).as("new jobs").hasSize(1);
                assertThat(stage.status()).as("the newest revision").contains("deployed");
            }
        }
        assertThat(scene.closed()).as("the request is closed").isTrue();
        return outcome;
    }

    private void assertNotRerun(Outcome outcome, String last) {
        assertThat(outcome).isEqualTo(Outcome.UNLOCKED);
        assertThat(last).contains("would deploy an older version, which is a rollback");
        assertThat(reruns.calls()).as("calls for a rerun").isEmpty();
        assertThat(stage.status()).as("the record").isEmpty();
    }

    @Override
    public void close() {
        world.close();
        gateway.close();
    }
}
