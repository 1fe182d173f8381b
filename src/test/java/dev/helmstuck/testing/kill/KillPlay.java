package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.cluster.Await;
import dev.helmstuck.testing.cluster.Gateway;

/** One remediation on a stage, from command to last message, whose bot is killed at a fault point and started again on its store. */
final class KillPlay implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Past the lease of the killed one. */
    static final Duration LATER = Duration.ofSeconds(40);
    private static final Duration DRAINED = Duration.ofSeconds(10);

    private final Stage stage;
    private final KillFault fault;
    private final Gateway gateway;
    private final World world;
    private final Scene scene;
    private final DeleteWitness witness;
    private int passedBeforeYes;
    private boolean holdsBack;

    /** What happens while the bot is dead. */
    enum Meanwhile {
        NOTHING,
        YES_TAKEN_BACK,
        RECORD_TOUCHED
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

        @Override
        public String toString() {
            return point + switch (meanwhile) {
                case NOTHING -> "";
                case YES_TAKEN_BACK -> ", yes taken back";
                case RECORD_TOUCHED -> ", record touched";
            };
        }
    }

    /**
     * How it went.
     *
     * @param struck whether the bot came to the fault point
     * @param passed the moments that the first bot passed, and how many of them before Bob said yes
     */
    record KillPlayed(KillFault fault, boolean struck, int deletes, boolean recordThere, int copies, Outcome outcome, int lastMessages,
            Duration took, List<String> passed, int passedBeforeYes) {}

    KillPlay(Stage stage, Path dir, KillFault fault) {
        this.stage = stage;
        this.fault = fault;
        gateway = new Gateway(stage.stuck().cluster());
        world = stage.world(dir, gateway);
        scene = new Scene(world);
        witness = new DeleteWitness(stage, world);
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
            if (!fault.point().isEmpty()) world.slack().await(Duration.ofSeconds(1), first::dead);
            boolean struck = first.dead();
            if (struck) {
                meanwhile();
                secondLife(LATER);
            } else {
                assertThat(first.stop(DRAINED)).as(first.log()).isZero();
            }
            Outcome outcome = assertEnd();
            return new KillPlayed(fault, struck, witness.deleted(), stage.isThere(), stage.identicalCopies().size(), outcome,
                    scene.broadcasts().size(), Duration.ofNanos(System.nanoTime() - began), first.passed(), passedBeforeYes);
        } catch (AssertionError failed) {
            throw new AssertionError(fault + ": " + failed.getMessage() + "\n" + scene.transcript() + "\n" + world.audit(), failed);
        }
    }

    private void loseTheAnswer(BotProcess bot) {
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
                if (stage.isThere()) stage.touch();
            }
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
            return false;
        });
    }

    private void sayYes(BotProcess bot) {
        if (scene.requests().stream().noneMatch(scene::saysYes)) passedBeforeYes = bot.passed().size();
        scene.sayYes();
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
        assertThat(witness.deleted()).as("deletes, answered %s", witness.answers()).isLessThanOrEqualTo(1);
        assertThat(scene.roots()).as("root messages").hasSize(1);
        assertThat(rows("end")).as("ends").hasSize(1);
        assertThat(scene.broadcasts()).as("last messages").hasSize(1);
        Outcome outcome = Outcome.valueOf(rows("end").getFirst().result());
        String last = scene.broadcasts().getFirst().text();
        if (fault.meanwhile() == Meanwhile.RECORD_TOUCHED && outcome == Outcome.PLAN_CHANGED) {
            assertThat(last).contains("since the yes, nothing deleted");
            assertThat(witness.deleted()).as("deletes").isZero();
            assertThat(stage.isThere()).as("the record is there").isTrue();
        } else {
            assertThat(outcome).isEqualTo(Outcome.UNLOCKED);
            assertThat(last).contains(": Helm is unlocked. Next: ");
            assertThat(witness.deleted()).as("deletes").isEqualTo(1);
            assertThat(stage.isThere()).as("the record is there").isFalse();
            assertThat(stage.identicalCopies()).as("copies").isNotEmpty();
        }
        assertThat(scene.closed()).as("the request is closed").isTrue();
        return outcome;
    }

    @Override
    public void close() {
        world.close();
        gateway.close();
    }
}
