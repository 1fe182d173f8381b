package dev.helmstuck.testing.kill;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.cluster.Gateway;

/** Stands where deletes pass: counts those of the record, and looks at each before it has an effect whether it may. */
final class DeleteWitness implements Gateway.Watcher {
    private final Stage stage;
    private final Scene scene;
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    DeleteWitness(Stage stage, World world) {
        this.stage = stage;
        this.scene = new Scene(world);
    }

    @Override
    public void before(Gateway.GatewayRequest asked) {
        if (!deletes(asked)) return;
        String uid = parameter(asked, "uid");
        String version = parameter(asked, "resourceVersion");
        if (!asked.body().contains(uid) || !asked.body().contains(version)) violations.add("URL and body differ: " + asked);
        if (scene.requests().stream().noneMatch(request -> scene.saysYes(request) && request.texts().stream()
                .anyMatch(text -> text.contains(uid) && text.contains(version)))) {
            violations.add("without a yes on the request for exactly " + asked.uri());
        }
        String object = stage.name() + " uid=" + uid + " resourceVersion=" + version;
        if (scene.world().audit().stream().noneMatch(row -> row.action().equals("approval") && row.actor().equals(World.BOB)
                && row.object().endsWith(object))) {
            violations.add("without a saved approval of " + object);
        }
        if (stage.identicalCopies().isEmpty()) violations.add("without a copy");
    }

    @Override
    public void after(Gateway.GatewayRequest asked, int code) {
        if (deletes(asked)) answers.add(code);
    }

    /** Whether this is the delete of the record, and no rehearsal of it. */
    boolean deletes(Gateway.GatewayRequest asked) {
        return asked.method().equals("DELETE") && asked.uri().getPath().endsWith("/secrets/" + stage.name())
                && !asked.uri().getQuery().contains("dryRun") && !asked.body().contains("dryRun");
    }

    private static String parameter(Gateway.GatewayRequest asked, String name) {
        return asked.uri().getQuery().replaceFirst("(?:.*&)?" + name + "=([^&]*).*", "$1");
    }

    /** How many deletes succeeded. */
    int deleted() {
        return (int) answers.stream().filter(code -> code == 200).count();
    }

    /** What the API server said to each delete. */
    List<Integer> answers() {
        return List.copyOf(answers);
    }

    /** What was wrong with a delete when it passed. */
    List<String> violations() {
        return List.copyOf(violations);
    }
}
