package dev.helmstuck.forecast;

import static dev.helmstuck.forecast.Moment.AFTER_APPLYING;
import static dev.helmstuck.forecast.Moment.BEFORE_APPLYING;
import static dev.helmstuck.forecast.Moment.IN_HOOK;
import static dev.helmstuck.forecast.Moment.WHILE_APPLYING;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.helmstuck.testing.cluster.Gateway.GatewayRequest;

/**
 * A way of getting stuck.
 *
 * @param leave makes it, and names what was deployed below and what was attempted
 * @param couldBe the moments that the evidence allows, the true one first
 */
record Way(String name, Consumer<ForecastStage> leave, List<Moment> couldBe, Set<Flavour> flavours) {
    private static final Set<Flavour> ALL = Set.of(Flavour.values());
    private static final String NEWER = "tag=3";
    private static final String FULL = "full=true";
    private static final String WAITS = "beginning wait|waiting for resource";

    @Override
    public String toString() {
        return name;
    }

    static List<Way> all() {
        return List.of(
                way("before applying, no hook", stage -> full(stage).killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("hook not begun", stage -> hooked(stage, "before=true").killedAt(putRecord(3), "upgrade"), BEFORE_APPLYING),
                way("in the hook before", stage -> hooked(stage, "before=true", waits("hookWaits", stage))
                        .killedOnce("Job/migrate-before", "upgrade"), IN_HOOK),
                way("hook done, nothing applied", stage -> hooked(stage, "before=true").killedAt(writes(), "upgrade"), BEFORE_APPLYING,
                        IN_HOOK),
                way("between two objects", stage -> full(stage).killedAt(writes("deployments/web"), "upgrade"), WHILE_APPLYING),
                way("before the removals", stage -> full(stage).killedAt(deletes("configmaps/legacy"), "upgrade"), WHILE_APPLYING),
                way("in the wait",
                        stage -> two(stage).attempts(NEWER, FULL, waits("webWaits", stage)).killedAfter(WAITS, "upgrade", "--wait"),
                        AFTER_APPLYING),
                way("in the hook after", stage -> hooked(stage, "after=true", waits("hookWaits", stage))
                        .killedOnce("Job/migrate-after", "upgrade"), IN_HOOK),
                way("both last writes refused", stage -> two(stage).attempts(NEWER).refusing(putRecords(), "upgrade"), AFTER_APPLYING),
                way("last write lost", stage -> full(stage).killedAt(putRecord(3), "upgrade"), AFTER_APPLYING),
                way("atomic, rollback not begun", stage -> failing(stage).killedAt(afterRecord(4, writes()), "upgrade", atomic(stage)),
                        BEFORE_APPLYING),
                way("atomic, rollback half",
                        stage -> failing(stage).killedAt(afterRecord(4, writes("deployments/web")), "upgrade", atomic(stage)),
                        WHILE_APPLYING),
                way("atomic, rollback applied", stage -> failing(stage)
                        .killedWhenRolledBack(afterRecord(4, putRecord(2)), "upgrade", atomic(stage)),
                        AFTER_APPLYING),
                way("atomic, last mark lost", stage -> failing(stage)
                        .killedWhenRolledBack(afterRecord(4, putRecord(4)), "upgrade", atomic(stage)),
                        AFTER_APPLYING),
                way("install, before applying", stage -> stage.attempts("tag=1").killedAt(writes(), "install", install(stage)),
                        BEFORE_APPLYING),
                way("install, half", stage -> stage.attempts("tag=1").killedAt(writes("services"), "install", install(stage)),
                        WHILE_APPLYING),
                way("a failed one below, between two objects", stage -> two(stage).fails("tag=3", FULL, waits("webWaits", stage))
                        .attempts("tag=4").killedAt(writes("deployments/web"), "upgrade"), WHILE_APPLYING),
                way("a failed one below, nothing applied", stage -> two(stage).fails("tag=3", FULL, waits("webWaits", stage))
                        .attempts("tag=4", FULL).killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("atomic, rollback refused and its mark too", stage -> failing(stage)
                        .refusing(afterRecord(4, writes("deployments/web").or(putRecord(4))), "upgrade", atomic(stage)), WHILE_APPLYING),
                way("over a refused rollback, nothing applied", stage -> failing(stage)
                        .refusing(afterRecord(4, writes("deployments/web").or(putRecord(4))), "upgrade", atomic(stage)).deletes()
                        .attempts("tag=4").killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("rollback by hand, half", stage -> two(stage).attempts("tag=1").rollbackKilledAt(writes("deployments/web"), 1),
                        WHILE_APPLYING),
                way("a second time, nothing applied", stage -> full(stage).killedAt(writes("deployments/web"), "upgrade").deletes().waits()
                        .killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("a second time, all was there", stage -> full(stage).killedAt(putRecord(3), "upgrade").deletes().waits()
                        .killedAt(putRecord(2), "upgrade"), BEFORE_APPLYING, AFTER_APPLYING),
                way("install over an uninstalled one", stage -> two(stage).uninstalls().attempts("tag=3")
                        .killedAt(writes("services"), "upgrade", "--install"), WHILE_APPLYING),
                way("somebody scaled", stage -> two(stage).kubectl("scale", "deployment/api", "--replicas=3").attempts(NEWER)
                        .killedAt(writes(), "upgrade"), BEFORE_APPLYING),
                way("the same quantity", stage -> two(stage).attempts("tag=2", "cpu=1").killedAt(putRecord(2), "upgrade"), BEFORE_APPLYING,
                        AFTER_APPLYING),
                way("what can never change", stage -> two(stage).attempts(NEWER, "selected=other").refusing(putRecords(), "upgrade"),
                        WHILE_APPLYING),
                way("keep, and a password", stage -> two(stage).attempts("tag=2", "dropKept=true", "password=neu")
                        .killedAt(putRecord(2), "upgrade"), AFTER_APPLYING),
                way("several deployed", stage -> stage.installs("tag=1").upgradesRefusing(putRecord(1), "tag=2").attempts(NEWER, FULL)
                        .killedAt(writes("deployments/web"), "upgrade"), WHILE_APPLYING),
                way("only something less", stage -> two(stage).attempts("tag=2", "old=false").killedAt(putRecord(2), "upgrade"),
                        AFTER_APPLYING),
                way("nothing else", stage -> two(stage).attempts("tag=2").killedAt(putRecord(2), "upgrade"), BEFORE_APPLYING,
                        AFTER_APPLYING),
                way("edited by hand", stage -> two(stage).attempts(NEWER, FULL).killedAt(putRecord(2), "upgrade")
                        .kubectl("set", "env", "deployment/web", "FEATURE=off", "BY_HAND=1")
                        .kubectl("patch", "configmap/settings", "--type=merge", "-p", "{\"data\":{\"version\":\"by hand\"}}"),
                        AFTER_APPLYING),
                way("in the hook before, which stays", stage -> hooked(stage, "before=true", "hookStays=true", waits("hookWaits", stage))
                        .killedOnce("Job/migrate-before", "upgrade"), IN_HOOK),
                way("in the hook after, which stays", stage -> hooked(stage, "after=true", "hookStays=true", waits("hookWaits", stage))
                        .killedOnce("Job/migrate-after", "upgrade"), IN_HOOK),
                way("over somebody else's object", stage -> full(stage).killedAt(writes(), "upgrade")
                        .kubectl("create", "configmap", "extra", "--from-literal=a=b"), BEFORE_APPLYING),
                way("over a failed install, between two objects", stage -> stage.failsInstall("tag=1", waits("webWaits", stage))
                        .attempts("tag=2").killedAt(writes("deployments/web"), "upgrade"), WHILE_APPLYING),
                new Way("by force, half", stage -> full(stage).killedAt(writes("deployments/web"), "upgrade", force(stage)),
                        List.of(WHILE_APPLYING), ALL),
                new Way("server-side over a client-side one", stage -> full(stage).killedAt(putRecord(2), "upgrade", "--server-side=true"),
                        List.of(AFTER_APPLYING), Set.of(Flavour.HELM_4_CLIENT)),
                new Way("Helm 3 over a server-side one", stage -> full(stage).by(Flavour.HELM_3).killedAt(putRecord(2), "upgrade")
                        .by(Flavour.HELM_4_SERVER), List.of(AFTER_APPLYING), Set.of(Flavour.HELM_4_SERVER)),
                new Way("Helm 3 erased the mark of a server-side one", stage -> full(stage).by(Flavour.HELM_3)
                        .killedAt(putRecord(3), "upgrade").by(Flavour.HELM_4_SERVER), List.of(AFTER_APPLYING),
                        Set.of(Flavour.HELM_4_SERVER)),
                way("install, in the wait", stage -> stage.attempts("tag=1", waits("webWaits", stage))
                        .killedAfter(WAITS, "install", with(install(stage), "--wait")), AFTER_APPLYING));
    }

    /** On the chart of odd kinds alone. */
    static List<Way> odd() {
        return List.of(
                new Way("a controller owns a field", stage -> two(stage).attempts(NEWER, "rules=true").refusing(putRecords(), "upgrade"),
                        List.of(AFTER_APPLYING), Set.of(Flavour.HELM_4_SERVER)),
                way("a Job's template", stage -> two(stage).attempts(NEWER, "job=2").refusing(putRecords(), "upgrade"), WHILE_APPLYING),
                way("ports by hand", stage -> two(stage).attempts(NEWER, FULL).killedAt(putRecord(2), "upgrade")
                        .kubectl("patch", "service/web", "--type=json", "-p",
                                "[{\"op\": \"replace\", \"path\": \"/spec/ports/0/port\", \"value\": 8081}]")
                        .kubectl("label", "configmap/settings", "by=hand").kubectl("scale", "deployment/web", "--replicas=3"),
                        AFTER_APPLYING));
    }

    static Way way(String name, Consumer<ForecastStage> leave, Moment... couldBe) {
        return new Way(name, leave, List.of(couldBe), ALL);
    }

    /** Revision 1 installed, 2 deployed. */
    static ForecastStage two(ForecastStage stage) {
        return stage.installs("tag=1").upgrades("tag=2");
    }

    private static ForecastStage full(ForecastStage stage) {
        return two(stage).attempts(NEWER, FULL);
    }

    private static ForecastStage hooked(ForecastStage stage, String... more) {
        return two(stage).attempts(with(new String[]{NEWER, FULL}, more));
    }

    /** An upgrade that times out, so that atomic rolls it back. */
    private static ForecastStage failing(ForecastStage stage) {
        return two(stage).attempts(NEWER, FULL, waits("webWaits", stage));
    }

    static String[] atomic(ForecastStage stage) {
        return new String[]{stage.flavour().helm().atomic(), "--wait", "--timeout", stage.timeout(15)};
    }

    static String force(ForecastStage stage) {
        return switch (stage.flavour()) {
            case HELM_3 -> "--force";
            case HELM_4_CLIENT -> "--force-replace";
            case HELM_4_SERVER -> "--force-conflicts";
        };
    }

    private static String[] install(ForecastStage stage) {
        return stage.flavour().install().toArray(String[]::new);
    }

    private static String[] with(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    static String waits(String value, ForecastStage stage) {
        return value + "=" + stage.label();
    }

    /** The first write to anything but Helm's records, the hooks' objects and what a chart's folder crds has. */
    static Predicate<GatewayRequest> writes() {
        return asked -> Set.of("POST", "PATCH", "PUT").contains(asked.method()) && !asked.uri().getPath().contains("/authorization.k8s.io/")
                && !asked.uri().getPath().contains("sh.helm.release") && !asked.uri().getPath().contains("/customresourcedefinitions")
                && !asked.body().contains("helm.sh/hook") && !isRecord(asked);
    }

    static Predicate<GatewayRequest> writes(String what) {
        return writes().and(asked -> asked.uri().getPath().contains("/" + what));
    }

    static Predicate<GatewayRequest> deletes(String what) {
        return asked -> asked.method().equals("DELETE") && asked.uri().getPath().endsWith("/" + what);
    }

    /** Once such a thing was read. */
    static Predicate<GatewayRequest> seen(String what) {
        boolean[] seen = new boolean[1];
        return asked -> seen[0] |= asked.uri().getPath().contains("/" + what);
    }

    static Predicate<GatewayRequest> putRecord(int revision) {
        return asked -> asked.method().equals("PUT") && asked.uri().getPath().endsWith(".v" + revision);
    }

    static Predicate<GatewayRequest> putRecords() {
        return asked -> asked.method().equals("PUT") && asked.uri().getPath().contains("sh.helm.release");
    }

    /** Only once the record of this revision has been made. */
    static Predicate<GatewayRequest> afterRecord(int revision, Predicate<GatewayRequest> then) {
        boolean[] made = new boolean[1];
        return asked -> {
            if (asked.method().equals("POST") && isRecord(asked) && asked.body().contains(".v" + revision)) made[0] = true;
            return made[0] && then.test(asked);
        };
    }

    private static boolean isRecord(GatewayRequest asked) {
        return asked.uri().getPath().endsWith("/secrets") && asked.body().contains("sh.helm.release.v1");
    }
}
