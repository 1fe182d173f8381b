package dev.helmstuck.forecast;

import java.nio.file.Path;
import java.util.List;

/**
 * A chart that the forecast is judged on. Each has a Deployment web, a ConfigMap legacy that {@code full=true} takes away, a ConfigMap extra
 * that it adds, and hook Jobs migrate-before and migrate-after.
 */
enum JudgedChart {
    /** Small, and with a value for each odd thing. */
    SMALL("forecast", ""),
    /** Of the shape of a large web application's: sub-charts, migrations, queues, a database beside it. */
    WEB_APPLICATION("webapp", ""),
    /** Of the shape of an operator's: CRDs with objects, webhooks, members with volumes, objects of no namespace. */
    OPERATOR("operator", "databases.judged.example.com,queues.judged.example.com,classes.judged.example.com"),
    /** Of the shape of what watches a cluster: more than a hundred objects in two namespaces and in none. */
    MONITORING("monitoring", "monitors.watch.example.com,rules.watch.example.com"),
    /** Of kinds and fields that merge, default, convert or refuse in odd ways, nearly all of which {@code full=true} changes. */
    ODD("odd", "gadgets.odd.example.com"),
    /** Tiny, and with a word for each rare thing, so that a row has nothing else in it. */
    RARE("rare", "things.rare.example.com,endpointslices.discovery.k8s.io,leases.coordination.k8s.io,podtemplates,replicationcontrollers,"
            + "storageclasses.storage.k8s.io,runtimeclasses.node.k8s.io,flowschemas.flowcontrol.apiserver.k8s.io,namespaces,"
            + "customresourcedefinitions.apiextensions.k8s.io");

    private final String folder;
    private final String kinds;

    JudgedChart(String folder, String kinds) {
        this.folder = folder;
        this.kinds = kinds;
    }

    Path path() {
        return Path.of("src/test/resources/charts").resolve(folder);
    }

    /** The kinds that its CRDs make, as kubectl takes them. */
    List<String> kinds() {
        return kinds.isEmpty() ? List.of() : List.of(kinds.split(",", -1));
    }

    /** What nobody can tell of it: a regex on the reason. */
    String untold() {
        return this == ODD ? "HorizontalPodAutoscaler/api: it is autoscaling/v[12] .*" : "";
    }

    /** Its claims of volumes; Helm's wait is over only once they are bound, and this cluster makes no volumes by itself. */
    List<String> claims() {
        return this == WEB_APPLICATION ? List.of("uploads") : List.of();
    }

    /** Whether a hook of it is a bare Pod. */
    boolean hasHookPods() {
        return this == ODD;
    }

    /** Whether objects of it lie in a second namespace. */
    boolean isSpread() {
        return this == OPERATOR || this == MONITORING || this == ODD || this == RARE;
    }
}
