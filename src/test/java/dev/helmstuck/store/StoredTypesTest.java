package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.release.ApplyMethod;
import dev.helmstuck.release.ManifestText;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseRecord;
import dev.helmstuck.remediation.Event;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.runbook.Baseline;
import dev.helmstuck.runbook.Claim;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.Outlook;
import dev.helmstuck.runbook.Prospect;
import dev.helmstuck.runbook.TrackedObject;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** What a remediation is stored with, by its types: whatever is in them reaches the database. */
class StoredTypesTest {

    @Test
    void no_content_of_a_record_can_be_stored() {
        assertThat(reachable(Remediation.class, new HashSet<>())).contains(DeletePlan.class)
                .doesNotContain(ReleaseRecord.class, ManifestText.class, Payload.class);
        assertThat(reachable(Event.Diagnosed.class, new HashSet<>())).as("the search finds what is there").contains(ReleaseRecord.class);
    }

    @Test
    void the_outlook_of_a_plan_comes_back_equal() {
        DeletePlan plan = Some.plan();
        Outlook outlook = new Outlook(true, 5, ApplyMethod.SERVER_SIDE, ApplyMethod.UNSAID,
                List.of("Deployment/web spec.replicas (kubectl)"),
                Optional.of(new Prospect("Helm died.", List.of("It rolls nothing."), true, "",
                        Optional.of(new Baseline(
                                List.of(new TrackedObject("apps/v1", "Deployment", "", "web", 3, "00ff", Set.of(Claim.THERE, Claim.ROLLS))),
                                2)))));
        DeletePlan told = new DeletePlan(plan.cluster(), plan.namespace(), plan.release(), plan.secret(), plan.revision(), plan.uid(),
                plan.resourceVersion(), plan.status(), plan.created(), plan.chart(), plan.appVersion(), plan.description(),
                plan.leftRevision(), plan.leftStatus(), plan.fingerprint(), Optional.of(outlook));
        Remediation stored = Stored.next(Stored.opened("r1", "gitlab-cny"), new State.AwaitingApproval(told, Optional.empty(), List.of()));
        assertThat(new StateJson().read("r1", new StateJson().write(stored))).isEqualTo(stored);
    }

    private static Set<Class<?>> reachable(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType of) {
            for (Type argument : of.getActualTypeArguments())
                reachable(argument, found);
        }
        if (!(type instanceof Class<?> one) || !one.getName().startsWith("dev.helmstuck") || !found.add(one)) return found;
        if (one.isSealed()) {
            for (Class<?> variant : one.getPermittedSubclasses())
                reachable(variant, found);
        }
        if (one.isRecord()) {
            for (RecordComponent component : one.getRecordComponents())
                reachable(component.getGenericType(), found);
        }
        return found;
    }
}
