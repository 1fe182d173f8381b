package dev.helmstuck.forecast;

import static dev.helmstuck.forecast.Moment.AFTER_APPLYING;
import static dev.helmstuck.forecast.Moment.BEFORE_APPLYING;
import static dev.helmstuck.forecast.Moment.IN_HOOK;
import static dev.helmstuck.forecast.Moment.WHILE_APPLYING;
import static dev.helmstuck.forecast.Way.afterRecord;
import static dev.helmstuck.forecast.Way.atomic;
import static dev.helmstuck.forecast.Way.deletes;
import static dev.helmstuck.forecast.Way.putRecord;
import static dev.helmstuck.forecast.Way.putRecords;
import static dev.helmstuck.forecast.Way.waits;
import static dev.helmstuck.forecast.Way.way;
import static dev.helmstuck.forecast.Way.writes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Ways of getting stuck, and things in a chart, that are seldom; each row on the tiny chart has but one of them. */
final class RareWays {
    private static final Set<Flavour> CLIENT = Set.of(Flavour.HELM_3, Flavour.HELM_4_CLIENT);
    private static final Set<Flavour> SERVER = Set.of(Flavour.HELM_4_SERVER);

    private RareWays() {}

    static List<Way> all() {
        List<Way> all = new ArrayList<>();
        Stream.of("nulls", "anchors", "texts", "numbers", "autoscaled", "lists", "moves", "kinds", "before").forEach(what -> {
            String value = what.equals("before") ? "before=before-hook-creation\\,hook-succeeded" : what + "=1";
            all.add(way(what + ", nothing applied", stage -> with(stage, value).killedAt(writes(), "upgrade"), BEFORE_APPLYING));
            all.add(way(what + ", all applied", stage -> with(stage, value).killedAt(putRecord(2), "upgrade"), AFTER_APPLYING));
        });
        all.addAll(objects());
        all.addAll(hooks());
        all.addAll(histories());
        return all;
    }

    private static List<Way> objects() {
        return List.of(
                some("twice in one list, all applied", CLIENT, stage -> with(stage, "doubleEnv=1").killedAt(putRecord(2), "upgrade"),
                        AFTER_APPLYING),
                some("twice in one list, nothing applied", CLIENT, stage -> with(stage, "doubleEnv=1").killedAt(writes(), "upgrade"),
                        BEFORE_APPLYING),
                some("unknown fields, all applied", CLIENT, stage -> with(stage, "unknownFields=1").killedAt(putRecord(2), "upgrade"),
                        AFTER_APPLYING),
                some("unknown fields, nothing applied", CLIENT, stage -> with(stage, "unknownFields=1").killedAt(writes(), "upgrade"),
                        BEFORE_APPLYING),
                way("twice in one manifest", stage -> stage.installs("tag=1", "with.once=1").upgrades("tag=2", "with.twice=1")
                        .attempts("tag=3", "with.twice=1").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("twice in one manifest, nothing applied", stage -> stage.installs("tag=1", "with.once=1")
                        .upgrades("tag=2", "with.twice=1").attempts("tag=3", "with.twice=1").killedAt(writes(), "upgrade"),
                        BEFORE_APPLYING),
                way("twice in one manifest, half", stage -> stage.installs("tag=1", "with.once=1").upgrades("tag=2", "with.twice=1")
                        .attempts("tag=3", "with.twice=1").killedAt(writes("deployments/twice"), "upgrade"), WHILE_APPLYING),
                way("deleted, and waits for a finalizer", stage -> with(stage, "finalizer=1").killedAt(putRecord(2), "upgrade"),
                        AFTER_APPLYING),
                way("keep taken away with it", stage -> with(stage, "kept=keep").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("keep taken away, then it", stage -> stage.installs("tag=1", "with.kept=keep").upgrades("tag=2", "with.kept=none")
                        .attempts("tag=3").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("keep added", stage -> stage.installs("tag=1", "with.kept=none").upgrades("tag=2", "with.kept=none")
                        .attempts("tag=3", "with.kept=keep").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("kept, and then wanted again", stage -> stage.installs("tag=1", "with.kept=keep").upgrades("tag=2")
                        .attempts("tag=3", "with.kept=keep").killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("kept, and then wanted again, all applied", stage -> stage.installs("tag=1", "with.kept=keep").upgrades("tag=2")
                        .attempts("tag=3", "with.kept=keep").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                some("a probe becomes null", SERVER, stage -> stage.installs("tag=1", "with.nulls=1", "with.probe=1")
                        .upgrades("tag=2", "with.nulls=1", "with.probe=1").attempts("tag=3", "with.nulls=1", "with.probe=1", "full=true")
                        .refusing(putRecords(), "upgrade"), WHILE_APPLYING),
                way("a bare Pod's image", stage -> stage.installs("tag=1", "with.pod=1").upgrades("tag=2", "with.pod=1")
                        .attempts("tag=3", "with.pod=2").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("a bare Pod's environment", stage -> stage.installs("tag=1", "with.pod=1").upgrades("tag=2", "with.pod=1")
                        .attempts("tag=3", "with.pod=1", "full=true", "with.podBreaks=1").refusing(putRecords(), "upgrade"),
                        WHILE_APPLYING),
                way("a Job's completions",
                        stage -> stage.installs("tag=1", "with.job=completions").upgrades("tag=2", "with.job=completions")
                                .attempts("tag=3", "with.job=completions", "full=true").refusing(putRecords(), "upgrade"),
                        WHILE_APPLYING),
                way("a Job's parallelism", stage -> with(stage, "job=parallelism").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("a claim shrinks", stage -> with(stage, "claim=1Gi").refusing(putRecords(), "upgrade"), WHILE_APPLYING),
                way("a claim grows", stage -> with(stage, "claim=3Gi").refusing(putRecords(), "upgrade"), WHILE_APPLYING),
                way("a rule that a field is fixed", stage -> with(stage, "fixed=1").refusing(putRecords(), "upgrade"), WHILE_APPLYING),
                way("a Service becomes headless", stage -> with(stage, "service=headless").refusing(putRecords(), "upgrade"),
                        WHILE_APPLYING),
                way("a Service opens a port on nodes", stage -> with(stage, "service=node").killedAt(putRecord(2), "upgrade"),
                        AFTER_APPLYING),
                way("a Service for two families", stage -> with(stage, "service=dual").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("a definition goes, with its objects", stage -> goes(stage, "goes").killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("a definition stays, nothing applied", stage -> goes(stage, "stays").killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("a definition goes, nothing applied", stage -> goes(stage, "goes").killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("a sub-chart is switched on", stage -> two(stage).attempts("tag=3", "side.enabled=true")
                        .killedAt(writes("deployments").and(asked -> asked.body().contains("/side:")), "upgrade"), WHILE_APPLYING),
                way("a sub-chart is switched off",
                        stage -> stage.installs("tag=1", "side.enabled=true").upgrades("tag=2", "side.enabled=true")
                                .attempts("tag=3").killedAt(deletes("deployments/side"), "upgrade"),
                        WHILE_APPLYING));
    }

    private static List<Way> hooks() {
        String deleted = "before-hook-creation\\,hook-succeeded";
        return List.of(
                some("a generated hook, nothing applied", CLIENT,
                        stage -> with(stage, "generated=hook-failed").killedAt(writes(), "upgrade"),
                        BEFORE_APPLYING, IN_HOOK),
                some("a generated hook, all applied", CLIENT,
                        stage -> with(stage, "generated=hook-failed").killedAt(putRecord(2), "upgrade"),
                        AFTER_APPLYING),
                way("in the second hook", stage -> two(stage).attempts("tag=3", "full=true", "with.before=" + deleted,
                        waits("hookWaits", stage)).killedOnce("Job/before-1", "upgrade"), IN_HOOK),
                way("hooks done, one of them deleted", stage -> two(stage).attempts("tag=3", "with.before=" + deleted)
                        .killedAt(Way.seen("jobs/before-1").and(deletes("jobs/before-0")), "upgrade"), IN_HOOK, BEFORE_APPLYING),
                way("over a failed hook, nothing applied", stage -> two(stage).fails("tag=3", "with.before=hook-succeeded",
                        waits("hookWaits", stage)).attempts("tag=4").killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("over a failed hook, half", stage -> two(stage).fails("tag=3", "with.before=before-hook-creation",
                        waits("hookWaits", stage)).attempts("tag=4", "with.kept=none").killedAt(writes("deployments/web"), "upgrade"),
                        WHILE_APPLYING),
                way("over a failed hook after, nothing applied", stage -> two(stage).fails("tag=3", "with.after=before-hook-creation",
                        waits("hookWaits", stage)).attempts("tag=4").killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("atomic, in the hook of the rollback", stage -> stage.installs("tag=1", "with.before=before-hook-creation")
                        .upgrades("tag=2", "with.before=before-hook-creation").attempts("tag=3", waits("webWaits", stage))
                        .killedAt(afterRecord(4, asked -> Set.of("POST", "PATCH").contains(asked.method())
                                && asked.body().contains("before-1") && !asked.body().contains("helm.release")), "upgrade",
                                atomic(stage)),
                        IN_HOOK, BEFORE_APPLYING),
                way("without hooks", stage -> two(stage).attempts("tag=3", "with.before=before-hook-creation")
                        .killedAt(putRecord(2), "upgrade", "--no-hooks"), AFTER_APPLYING));
    }

    private static List<Way> histories() {
        return List.of(
                way("taking ownership, nothing applied", stage -> foreign(stage).killedAt(writes(), "upgrade", "--take-ownership"),
                        BEFORE_APPLYING),
                some("taking ownership, all applied", CLIENT,
                        stage -> foreign(stage).killedAt(putRecord(2), "upgrade", "--take-ownership"), AFTER_APPLYING),
                some("taking ownership, with a conflict", SERVER,
                        stage -> foreign(stage).killedAt(putRecord(2), "upgrade", "--take-ownership"), WHILE_APPLYING),
                way("two stuck ones, of other kinds",
                        stage -> two(stage).attempts("tag=3", "full=true", "with.autoscaled=1", "with.kinds=1")
                                .killedAt(putRecord(2), "upgrade").deletes().waits().attempts("tag=4").killedAt(putRecord(2), "upgrade"),
                        AFTER_APPLYING),
                way("two stuck ones, the second did nothing", stage -> two(stage).attempts("tag=3", "with.lists=1")
                        .killedAt(putRecord(2), "upgrade").deletes().waits().attempts("tag=4", "with.lists=1")
                        .killedAt(writes(), "upgrade"),
                        BEFORE_APPLYING),
                way("over the first one, uninstalled", stage -> stage.installs("tag=1").uninstalls().attempts("tag=2")
                        .killedAt(writes("deployments"), "upgrade", "--install"), WHILE_APPLYING),
                way("over the first one, uninstalled, nothing applied", stage -> stage.installs("tag=1").uninstalls().attempts("tag=2")
                        .killedAt(writes(), "upgrade", "--install"), BEFORE_APPLYING),
                way("rollback by hand over a failed one, nothing applied", stage -> overFailed(stage).rollbackKilledAt(writes(), 2),
                        BEFORE_APPLYING),
                way("rollback by hand over a failed one, half",
                        stage -> overFailed(stage).rollbackKilledAt(writes("deployments/web"), 2), WHILE_APPLYING),
                way("rollback by hand over a failed one, all applied", stage -> overFailed(stage).rollbackKilledAt(putRecord(2), 2),
                        AFTER_APPLYING),
                way("rollback by hand over a stuck one", stage -> two(stage).attempts("tag=3", "with.lists=1")
                        .killedAt(putRecord(2), "upgrade").waits().rollbackKilledAt(writes("deployments/web"), 2), WHILE_APPLYING),
                way("rollback by hand, all applied", stage -> two(stage).attempts("tag=1").rollbackKilledAt(putRecord(2), 1),
                        AFTER_APPLYING),
                way("a history of one", stage -> two(stage).attempts("tag=3").killedAt(writes("deployments/web"), "upgrade",
                        "--history-max", "1"), WHILE_APPLYING),
                way("values kept", stage -> two(stage).attempts("tag=3", "full=true", "with.lists=1")
                        .killedAt(putRecord(2), "upgrade", "--reset-then-reuse-values"), AFTER_APPLYING),
                way("with a description", stage -> two(stage).attempts("tag=3").killedAt(putRecord(3), "upgrade", "--description",
                        "Upgrade by hand"), AFTER_APPLYING),
                way("an object deleted by hand", stage -> two(stage).attempts("tag=3").killedAt(putRecord(2), "upgrade")
                        .kubectl("delete", "deployment", "web"), AFTER_APPLYING),
                way("restarted by hand", stage -> two(stage).attempts("tag=3").killedAt(putRecord(2), "upgrade")
                        .kubectl("rollout", "restart", "deployment/web"), AFTER_APPLYING),
                way("by force, nothing else", stage -> with(stage, "nulls=1").killedAt(putRecord(2), "upgrade", Way.force(stage)),
                        AFTER_APPLYING),
                some("Helm 4 over Helm 3", CLIENT, stage -> two(stage.by(Flavour.HELM_3)).by(Flavour.HELM_4_CLIENT)
                        .attempts("tag=3", "full=true", "with.lists=1").killedAt(writes("deployments/web"), "upgrade"), WHILE_APPLYING),
                some("conflicts forced", SERVER, stage -> two(stage).kubectl("set", "env", "deployment/web", "A=b").kubectl("set", "image",
                        "deployment/web", "main=registry.example.com/web:by-hand").attempts("tag=3")
                        .killedAt(putRecord(2), "upgrade", "--force-conflicts"), AFTER_APPLYING));
    }

    private static Way some(String name, Set<Flavour> flavours, Consumer<ForecastStage> leave, Moment... couldBe) {
        return new Way(name, leave, List.of(couldBe), flavours);
    }

    /** Revision 1 installed, 2 deployed, and the third changes the rare thing. */
    private static ForecastStage with(ForecastStage stage, String value) {
        return stage.installs("tag=1", "with." + value).upgrades("tag=2", "with." + value)
                .attempts("tag=3", "with." + value, "full=true");
    }

    private static ForecastStage two(ForecastStage stage) {
        return stage.installs("tag=1").upgrades("tag=2");
    }

    /** The third takes over what somebody else made. */
    private static ForecastStage foreign(ForecastStage stage) {
        return two(stage).kubectl("create", "configmap", "side", "--from-literal=a=other", "--from-literal=more=b")
                .attempts("tag=3", "side.enabled=true");
    }

    private static ForecastStage overFailed(ForecastStage stage) {
        return two(stage).fails("tag=3", "with.lists=1", waits("webWaits", stage)).attempts("tag=3", "with.lists=1",
                waits("webWaits", stage)).waits();
    }

    /** The kinds that CRDs make belong to the cluster: a row has one of its own. */
    private static ForecastStage goes(ForecastStage stage, String how) {
        String id = "k" + stage.namespace().replaceAll("[^a-z0-9]", "").toLowerCase(Locale.ROOT);
        String[] crd = {"with.crd=" + how, "with.plural=" + id + "s", "with.goer=" + id.substring(0, 1).toUpperCase(Locale.ROOT)
                + id.substring(1)};
        return stage.has(id + "s.goes.example.com").installs(more(crd, "tag=1")).upgrades(more(crd, "tag=2", "with.goers=1"))
                .attempts(more(crd, "tag=3", "with.goers=1", "full=true"));
    }

    private static String[] more(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }
}
