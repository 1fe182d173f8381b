package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.helmstuck.runbook.Footprint;
import dev.helmstuck.runbook.Footprint.NamedObject;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.Workloads;

/** What the release's manifests name, compared with what is in the cluster: nothing found is fine only if nothing is named. */
final class NamedWorkloads {
    private static final int MOST = 5;
    private static final int LONGEST = 120;

    private static final String NOWHERE = "Whether the release's workloads are healthy cannot be told here. Check that the target names the right "
            + "cluster and namespace, or find out who deleted them.";

    private NamedWorkloads() {}

    static List<Judged> judge(Target target, Footprint footprint, Workloads now) {
        List<Judged> judged = new ArrayList<>();
        if (!footprint.unread().isEmpty()) {
            judged.add(Judged.unknown("the manifest cannot be read whole, so there may be workloads in namespaces that nobody looked at: "
                    + list(footprint.unread()),
                    "Look at `" + target.helm() + " get manifest " + target.release() + "` and at every namespace in it by hand."));
        }
        Set<String> here = here(now);
        List<NamedObject> missing = footprint.named().stream().filter(NamedObject::rollsOut).filter(it -> !it.hook())
                .filter(it -> !here.contains(it.kind() + " " + shown(target, it))).toList();
        boolean named = footprint.named().stream().anyMatch(it -> it.rollsOut() && !it.hook());
        if (here.isEmpty() && footprint.revisions().isEmpty()) {
            judged.add(Judged.unknown("no workload carries the marks of this release, meta.helm.sh/release-name=" + target.release()
                    + " and meta.helm.sh/release-namespace=" + target.namespace() + others(now), NOWHERE));
        } else if (here.isEmpty() && !named) {
            judged.add(nothingNamed(footprint, now));
        } else if (here.isEmpty() && missing.stream().anyMatch(footprint::alwaysNamed)) {
            judged.add(Judged.unknown("none of what the manifest names is in the cluster: " + list(words(target, missing)) + others(now),
                    NOWHERE));
        } else {
            missing(target, footprint, missing, judged);
        }
        return judged;
    }

    private static String others(Workloads now) {
        return now.unmarked() == 0 ? "" : "; " + Formats.count(now.unmarked(), "other Deployment") + " in the namespace";
    }

    private static Judged nothingNamed(Footprint footprint, Workloads now) {
        return Judged.warn("the release's manifest names no Deployment, StatefulSet or DaemonSet, and none here carries its marks"
                + (footprint.customKinds().isEmpty()
                        ? ""
                        : "; whether its " + list(footprint.customKinds()) + " have settled only their own controllers can tell")
                + others(now));
    }

    /** What only the newest names was not made yet: how far Helm came. What only the older one names was taken away, as it should be. */
    private static void missing(Target target, Footprint footprint, List<NamedObject> missing, List<Judged> judged) {
        List<NamedObject> always = missing.stream().filter(footprint::alwaysNamed).toList();
        List<NamedObject> notMade = missing.stream().filter(it -> !footprint.alwaysNamed(it))
                .filter(it -> it.revisions().contains(footprint.revisions().getFirst())).toList();
        if (!always.isEmpty()) {
            judged.add(Judged.warn("named by the manifest and not in the cluster, the next deploy makes it again: "
                    + list(words(target, always))));
        }
        if (!notMade.isEmpty()) {
            judged.add(Judged.warn("named by revision " + footprint.revisions().getFirst() + " only and not made yet: "
                    + list(words(target, notMade))));
        }
    }

    private static Set<String> here(Workloads now) {
        Set<String> here = new HashSet<>();
        now.deployments().forEach(it -> here.add("Deployment " + it.name()));
        now.statefulSets().forEach(it -> here.add("StatefulSet " + it.name()));
        now.daemonSets().forEach(it -> here.add("DaemonSet " + it.name()));
        return here;
    }

    private static List<String> words(Target target, List<NamedObject> named) {
        return named.stream().map(it -> it.kind() + " " + shown(target, it)).toList();
    }

    private static String shown(Target target, NamedObject named) {
        return named.namespace().equals(target.namespace()) ? named.name() : named.namespace() + "/" + named.name();
    }

    private static String list(List<String> words) {
        return String.join(", ", Formats.most(words, MOST).stream()
                .map(word -> word.length() <= LONGEST ? word : word.substring(0, LONGEST - 1) + "…").toList());
    }
}
