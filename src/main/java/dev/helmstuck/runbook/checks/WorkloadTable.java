package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.runbook.Table;
import dev.helmstuck.runbook.Workloads;
import dev.helmstuck.runbook.Workloads.Condition;

/** The numbers that the runbook looks at, a workload each; those that stop or are remarked upon first. */
final class WorkloadTable {
    private static final List<String> COLUMNS = List.of("workload", "wanted", "updated", "available", "generation", "Available",
            "Progressing");
    private static final String TERMINATING = "terminating";
    private static final String NONE = "-";

    private WorkloadTable() {}

    /** Empty if there is none. */
    static Optional<Table> of(Workloads look, List<Judged> judged) {
        boolean terminating = look.deployments().stream().anyMatch(it -> going(look, it) > 0);
        List<Row> rows = new ArrayList<>();
        look.deployments().forEach(it -> rows.add(deployment(look, it)));
        look.statefulSets().forEach(it -> rows.add(new Row("StatefulSet " + it.name(), List.of("sts/" + it.name(), "" + it.wanted(),
                "" + it.updated(), "" + it.ready(), generation(it.generation(), it.observedGeneration()), NONE, NONE, NONE))));
        look.daemonSets().forEach(it -> rows.add(new Row("DaemonSet " + it.name(), List.of("ds/" + it.name(), "" + it.wanted(),
                "" + it.updated(), "" + it.available(), generation(it.generation(), it.observedGeneration()), NONE, NONE, NONE))));
        rows.sort(Comparator.comparing((Row row) -> !row.isIn(judged)));
        if (rows.isEmpty()) return Optional.empty();
        List<String> columns = new ArrayList<>(COLUMNS);
        if (terminating) columns.add(TERMINATING);
        return Optional.of(new Table(columns, rows.stream().map(row -> row.cells().subList(0, columns.size())).toList()));
    }

    private record Row(String name, List<String> cells) {
        boolean isIn(List<Judged> judged) {
            return judged.stream().map(Judged::words).anyMatch(words -> words.contains(name + ":") || words.contains(name + " "));
        }
    }

    private static Row deployment(Workloads look, Workloads.Deployment it) {
        return new Row("Deployment " + it.name(), List.of("deploy/" + it.name(), "" + it.wanted(), "" + it.updated(), "" + it.available(),
                generation(it.generation(), it.observedGeneration()), it.condition("Available").map(Condition::status).orElse(NONE),
                it.condition("Progressing").map(WorkloadTable::progress).orElse(NONE), "" + going(look, it)));
    }

    private static long going(Workloads look, Workloads.Deployment it) {
        return Math.max(it.terminating(), look.of("Deployment", it.name()).stream().filter(pod -> pod.going()).count());
    }

    /** True alone would hold during a rollout as well. */
    private static String progress(Condition condition) {
        return condition.status() + (condition.reason().equals("NewReplicaSetAvailable") ? "" : ", " + condition.reason());
    }

    private static String generation(long newest, long observed) {
        return observed == newest ? "" + newest : newest + ", observed " + observed;
    }
}
