package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.release.Revision;

/** What is odd about a history, and what it means for the next deploy. */
final class Remarks {
    private static final int MAX_NAMES = 3;

    private final ReleaseHistory history;
    private final List<String> remarks = new ArrayList<>();

    private Remarks(ReleaseHistory history) {
        this.history = history;
    }

    static List<String> of(Facts facts) {
        Remarks remarks = new Remarks(facts.history());
        remarks.current();
        remarks.severalDeployed();
        remarks.gaps();
        remarks.applyMethods();
        remarks.erasedMark(facts.live());
        remarks.beingDeleted(facts);
        remarks.dropped(facts.dropped());
        return remarks.remarks;
    }

    private void current() {
        Optional<Revision> left = history.left();
        Optional<Revision> current = history.current();
        if (left.isEmpty() || current.isEmpty() || left.equals(current)) return;
        remarks.add("the dry run compares with revision " + left.get().number() + ", but the next deploy merges from revision "
                + current.get().number() + ", which is the newest deployed one: what the dry run lists and what really changes can differ");
    }

    private void severalDeployed() {
        List<Integer> deployed = history.deployed();
        if (deployed.size() < 2) return;
        remarks.add("revisions " + deployed.stream().map(String::valueOf).collect(Collectors.joining(" and "))
                + " are all marked deployed: Helm takes " + deployed.getFirst()
                + " for the current one and leaves the older mark as it is");
    }

    private void gaps() {
        List<Revision> revisions = history.revisions();
        for (int i = 1; i < revisions.size(); i++) {
            int above = revisions.get(i - 1).number();
            int under = revisions.get(i).number();
            if (above - under > 1) {
                remarks.add("between revisions " + under + " and " + above
                        + " records are missing: Helm pruned its history, or somebody deleted them; what only they added no deploy removes");
            }
        }
    }

    private void applyMethods() {
        Optional<ReleaseRecord> stuck = history.stuck().flatMap(history::record);
        Optional<ReleaseRecord> left = history.left().flatMap(history::record);
        if (stuck.isEmpty() || left.isEmpty() || stuck.get().applyMethod() == left.get().applyMethod()) return;
        boolean wasServerSide = left.get().applyMethod() == ApplyMethod.SERVER_SIDE;
        boolean isServerSide = stuck.get().applyMethod() == ApplyMethod.SERVER_SIDE;
        if (wasServerSide == isServerSide) return;
        remarks.add(wasServerSide
                ? "revision " + left.get().version() + " was applied server-side, revision " + stuck.get().version()
                        + " client-side: what it wrote belongs to another manager, so a server-side deploy that changes it fails with a conflict"
                : "revision " + left.get().version() + " was applied client-side, revision " + stuck.get().version()
                        + " server-side; the next deploy is client-side again unless it is told otherwise");
    }

    private void dropped(List<String> fields) {
        if (fields.isEmpty()) return;
        remarks.add("Kubernetes has no such field as " + String.join(", ", fields.subList(0, Math.min(MAX_NAMES, fields.size())))
                + (fields.size() > MAX_NAMES ? " and " + (fields.size() - MAX_NAMES) + " more" : "")
                + ", as far as I know it, and no object has it: the API server drops it in silence, so the dry run can list what never"
                + " changes");
    }

    /** A deploy that names such an object changes it, and it goes all the same. */
    private void beingDeleted(Facts facts) {
        facts.live().objects().stream().filter(object -> Tree.isBeingDeleted(object.content()))
                .map(object -> facts.scope().words(facts.scope().id(object.apiVersion(), object.kind(), object.namespace(), object.name())))
                .distinct()
                .forEach(name -> remarks.add(name + " is being deleted and waits for its finalizers ("
                        + "`metadata.finalizers`): no deploy brings it back before it is gone"));
    }

    /** Only the objects still tell that Helm 4 applied them server-side. */
    private void erasedMark(Live live) {
        Optional<ReleaseRecord> left = history.left().flatMap(history::record);
        boolean unsaid = Stream.of(left, history.stuck().flatMap(history::record)).flatMap(Optional::stream)
                .allMatch(record -> record.applyMethod() == ApplyMethod.UNSAID);
        boolean applied = live.objects().stream().flatMap(object -> FieldOwner.of(object.content()).stream())
                .anyMatch(owner -> owner.isHelm() && owner.applies());
        if (left.isEmpty() || !unsaid || !applied) return;
        remarks.add("its objects were applied server-side, but the record of revision " + left.get().version()
                + " does not say so: a deploy by Helm 3 takes that mark out. Helm 4, too, deploys it client-side from now on, and then no"
                + " deploy takes away a field that only a deploy in between had set; --server-side=true brings the mark back");
    }
}
