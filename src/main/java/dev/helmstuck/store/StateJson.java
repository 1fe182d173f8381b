package dev.helmstuck.store;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Note;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Plan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.RestorePlan;

/**
 * A remediation as JSON. Reads what an older version stored: a field it did not know is empty if it is an Optional, a field that was
 * dropped is ignored; a missing field that is needed is an error, never a null.
 */
final class StateJson {

    /** The state that nothing follows; the migrations' index has the same word. */
    static final String CLOSED = "closed";

    /** The stored name of each variant. Stored rows hold them: a class may be renamed, its name here may not. */
    private static final Map<Class<?>, String> NAMES = Map.ofEntries(
            Map.entry(State.Diagnosing.class, "diagnosing"),
            Map.entry(State.AwaitingApproval.class, "awaiting-approval"),
            Map.entry(State.Rechecking.class, "rechecking"),
            Map.entry(State.Deleting.class, "deleting"),
            Map.entry(State.Validating.class, "validating"),
            Map.entry(State.Rerunning.class, "rerunning"),
            Map.entry(State.Following.class, "following"),
            Map.entry(State.Restoring.class, "restoring"),
            Map.entry(State.Closing.class, "closing"),
            Map.entry(State.Closed.class, CLOSED),
            Map.entry(Aftermath.Helm.Unlocked.class, "unlocked"),
            Map.entry(Aftermath.Helm.NewRevision.class, "new-revision"),
            Map.entry(Aftermath.Helm.StillPending.class, "still-pending"),
            Map.entry(Aftermath.Helm.NotFound.class, "not-found"),
            Map.entry(Aftermath.Helm.Unread.class, "unread"),
            Map.entry(DeletePlan.class, "delete"),
            Map.entry(RerunPlan.class, "rerun"),
            Map.entry(RestorePlan.class, "restore"),
            Map.entry(Note.Evidence.class, "evidence"),
            Map.entry(Note.RefusedReaction.class, "refused-reaction"),
            Map.entry(Note.YesTakenBack.class, "yes-taken-back"),
            Map.entry(Note.HalfTime.class, "half-time"),
            Map.entry(Note.HelmUnlocked.class, "helm-unlocked"),
            Map.entry(Note.RerunMetLock.class, "locked-again"),
            Map.entry(Note.HelmHistory.class, "helm-history"),
            Map.entry(Note.IncidentObstacle.class, "incident-obstacle"),
            Map.entry(Note.IncidentIntent.class, "incident-intent"),
            Map.entry(Note.IncidentTold.class, "incident-told"),
            Map.entry(Note.IncidentUntold.class, "incident-untold"),
            Map.entry(Note.DatabaseAway.class, "database-away"));

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    private interface ByName {}

    /** For long the only plan was the delete, and rows did not say so. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = DeletePlan.class)
    private interface DeleteByDefault {}

    /** Version 1 did not store the project; it is only shown. */
    private interface WithoutProject {
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        String project();
    }

    private final JsonMapper json;

    StateJson() {
        JsonMapper.Builder builder = JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
                .addMixIn(State.class, ByName.class).addMixIn(Aftermath.Helm.class, ByName.class).addMixIn(Note.class, ByName.class)
                .addMixIn(Plan.class, DeleteByDefault.class)
                .addMixIn(CiJob.class, WithoutProject.class)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        NAMES.forEach((type, name) -> builder.registerSubtypes(new NamedType(type, name)));
        json = builder.build();
    }

    /** The stored name of a state. */
    static String name(State state) {
        return Optional.ofNullable(NAMES.get(state.getClass()))
                .orElseThrow(() -> new IllegalStateException(state.getClass() + " has no name to be stored under"));
    }

    String write(Remediation remediation) {
        name(remediation.state());
        return written(remediation);
    }

    String write(Sweep sweep) {
        return written(sweep);
    }

    private String written(Record record) {
        try {
            return json.writeValueAsString(record);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(record.getClass().getSimpleName() + " cannot be written as JSON", bug);
        }
    }

    /** Throws {@link UnavailableException} that names the sweep. */
    Sweep readSweep(String id, String body) {
        try {
            return json.readValue(body, Sweep.class);
        } catch (JsonProcessingException broken) {
            throw unreadable(id, why(broken), broken);
        }
    }

    /** Throws {@link UnavailableException} that names the remediation, and the unknown type if that is the reason. */
    Remediation read(String id, String body) {
        try {
            if (!(json.readTree(body) instanceof ObjectNode row)) throw unreadable(id, "it is no JSON object", null);
            return json.treeToValue(RowBeforeReruns.upgraded(Version1Row.upgraded(row)), Remediation.class);
        } catch (JsonProcessingException broken) {
            throw unreadable(id, why(broken), broken);
        }
    }

    private static UnavailableException unreadable(String id, String why, Throwable cause) {
        return new UnavailableException(Store.NAME, "the stored remediation " + id + " cannot be read: " + why
                + ". It was probably stored by another version of helm-stuck: run that one until it has ended.", cause);
    }

    private static String why(JsonProcessingException broken) {
        return broken instanceof InvalidTypeIdException unknown && unknown.getTypeId() != null
                ? "it holds a \"" + unknown.getTypeId() + "\", which this version does not know"
                : broken.getOriginalMessage();
    }
}
