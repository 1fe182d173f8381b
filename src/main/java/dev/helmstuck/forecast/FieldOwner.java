package dev.helmstuck.forecast;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who wrote which fields of an object ({@code metadata.managedFields}). One program is several owners: by applying, by updating, and by
 * each subresource.
 *
 * @param manager the name it gave itself: {@code helm}, {@code kubectl-edit}, {@code kube-controller-manager}
 * @param applies whether it owns by server-side apply
 * @param subresource such as {@code scale}, or empty
 * @param written when it last set one of them, if it says so; taking a field away does not move the date
 * @param fields what {@code managedFields} says of them, as it stands there
 */
record FieldOwner(String manager, boolean applies, String subresource, Optional<Instant> written, Map<String, Object> fields) {

    /** Everybody who owns something of the object. */
    static List<FieldOwner> of(Map<String, Object> object) {
        List<FieldOwner> owners = new ArrayList<>();
        for (Object entry : Tree.list(Tree.at(object, "metadata", "managedFields").orElse(List.of()))) {
            owners.add(new FieldOwner(Tree.text(entry, "manager"), Tree.text(entry, "operation").equals("Apply"),
                    Tree.text(entry, "subresource"), time(Tree.text(entry, "time")),
                    Tree.map(Tree.at(entry, "fieldsV1").orElse(Map.of()))));
        }
        return owners;
    }

    /** Whether it is a Helm: it put Helm's mark on the object, or is called so (a second Helm does not come to own the mark). */
    boolean isHelm() {
        return marks() || (manager.startsWith("helm") && subresource.isEmpty());
    }

    /** Whether it is neither a Helm nor one of Kubernetes' own controllers: a person, or a program of theirs. */
    boolean isHand() {
        return !isHelm() && subresource.isEmpty() && !manager.startsWith("kube-") && !manager.equals("clusterrole-aggregation-controller");
    }

    private boolean marks() {
        return Tree.at(fields, "f:metadata", "f:annotations", "f:meta.helm.sh/release-name").isPresent();
    }

    /** A time as the API writes it; empty if it is none. */
    static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }

    /** The name under which a Helm owns fields of the object, by server-side apply if there is such a one. */
    static Optional<String> helm(List<FieldOwner> owners) {
        return owners.stream().filter(FieldOwner::marks).filter(FieldOwner::applies).map(FieldOwner::manager).findFirst()
                .or(() -> owners.stream().filter(FieldOwner::isHelm).map(FieldOwner::manager).findFirst());
    }
}
