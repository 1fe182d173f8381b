package dev.helmstuck.testing.kill;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.gitlab.SimulatedJob;

/** Stands where GitLab makes a new job of an old one: counts, and looks at each before anybody hears of it whether it may be. */
final class RerunWitness implements Consumer<SimulatedJob> {
    private final Scene scene;
    private final List<SimulatedJob> made = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeTheAnswer = () -> {};

    RerunWitness(World world) {
        this.scene = new Scene(world);
    }

    @Override
    public void accept(SimulatedJob again) {
        made.add(again);
        String old = "#" + rerunOf(again);
        if (scene.requests().stream().filter(Scene::isOfRerun)
                .noneMatch(request -> scene.saysYes(request) && request.texts().getFirst().contains(old))) {
            violations.add("without a yes on a request for " + old);
        }
        if (scene.world().audit().stream().noneMatch(row -> row.action().equals("approval") && row.actor().equals(World.BOB)
                && row.object().contains("job " + rerunOf(again)))) {
            violations.add("without a saved approval of " + old);
        }
        if (scene.world().project().jobs().stream().anyMatch(job -> job.id() > rerunOf(again) && job.id() < again.id())) {
            violations.add("there is a newer job than " + old);
        }
        again.startedAt(Instant.now());
        beforeTheAnswer.run();
    }

    /** The path of the only call says which job it is of. */
    private long rerunOf(SimulatedJob again) {
        return calls().stream().map(call -> call.replaceFirst(".*/jobs/(\\d+)/retry.*", "$1")).mapToLong(Long::parseLong)
                .filter(id -> id < again.id()).max().orElseThrow();
    }

    /** Every call that asked for a rerun, whether anything came of it or not. */
    List<String> calls() {
        return scene.world().gitlab().requests().stream().filter(request -> request.startsWith("POST ")).toList();
    }

    /** Something that happens before GitLab answers. */
    void beforeTheAnswer(Runnable happens) {
        beforeTheAnswer = happens;
    }

    List<SimulatedJob> made() {
        return List.copyOf(made);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }
}
