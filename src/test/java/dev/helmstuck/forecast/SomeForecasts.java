package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.FAILED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_INSTALL;
import static dev.helmstuck.release.ReleaseStatus.PENDING_ROLLBACK;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.ApplyMethod;

/** Forecasts for other packages' tests. */
public final class SomeForecasts {
    private static final String OLD = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {version: v2, password: hunter2}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: credentials}, stringData: {token: s3cr3t-old}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: legacy}, data: {a: b}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: main, image: "web:2"}]}}}}
            """;
    private static final String NEW = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {version: v3, password: hunter3, feature: on}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: credentials}, stringData: {token: s3cr3t-new}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: extra}, data: {a: b}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: main, image: "web:3"}]}}}}
            """;

    private SomeForecasts() {}

    /** All of them, by their names. */
    public static Map<String, Forecast> all() {
        Map<String, Forecast> all = new LinkedHashMap<>();
        all.put("nothing applied", nothingApplied());
        all.put("all applied", allApplied());
        all.put("rolled back", rolledBack());
        all.put("partly unknown", partlyUnknown());
        all.put("failing", failing());
        all.put("first install", firstInstall());
        all.put("custom resource", customResource());
        all.put("odd history", oddHistory());
        return all;
    }

    /** Nothing was applied, and the hook before may have run. */
    public static Forecast nothingApplied() {
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW,
                        SomeRelease.hook("migrate", "pre-upgrade", Optional.of(SomeRelease.made(3).plusSeconds(1))))
                .old(2, OLD).foretell();
    }

    /** Everything was applied. */
    public static Forecast allApplied() {
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD).revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW)
                .live(3, NEW)
                .foretell();
    }

    /** The dry run will be empty, and the deploy will roll. */
    public static Forecast rolledBack() {
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD)
                .revision(3, FAILED, "Upgrade \"app\" failed: timed out waiting for the condition", NEW)
                .revision(4, PENDING_ROLLBACK, "Rollback to 2", OLD).old(4, OLD).foretell();
    }

    /** Some kinds may not be read. */
    public static Forecast partlyUnknown() {
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD).revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW)
                .old(2, OLD)
                .unread("apps/v1", "Deployment", "ns", "cluster c forbids to list deployments").foretell();
    }

    /** Another object of the name is there. */
    public static Forecast failing() {
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD).revision(3, PENDING_UPGRADE, "Preparing upgrade", NEW)
                .old(2, OLD)
                .foreign("{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}}").foretell();
    }

    /** A first install, half done. */
    public static Forecast firstInstall() {
        return new SomeRelease().revision(1, PENDING_INSTALL, "Initial install underway", NEW)
                .live(1, "{apiVersion: v1, kind: ConfigMap, metadata: {name: extra}, data: {a: b}}").foretell();
    }

    /** A custom resource was changed, and a revert would not touch it. */
    public static Forecast customResource() {
        String queue = "{apiVersion: judged.example.com/v1, kind: Queue, metadata: {name: orders}, spec: {bindings: [a%s], policy: {ttl: 30%s}}}";
        String older = queue.formatted("", "") + "\n---\n" + OLD;
        String newer = queue.formatted(", b", ", limit: 5") + "\n---\n" + NEW;
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", older).revision(3, PENDING_UPGRADE, "Preparing upgrade", newer)
                .old(3, queue.formatted(", b", ", limit: 5")).live(3, NEW).foretell();
    }

    /** Helm 3 took Helm 4's mark away, a record is missing, and two are marked deployed. */
    public static Forecast oddHistory() {
        return new SomeRelease().revision(2, DEPLOYED, "Upgrade complete", OLD).revision(5, DEPLOYED, "Upgrade complete", OLD)
                .revision(6, PENDING_UPGRADE, "Preparing upgrade", NEW).applied(ApplyMethod.SERVER_SIDE).old(5, OLD).foretell();
    }
}
