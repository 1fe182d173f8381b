package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.DeleteAnswer.Changed;
import dev.helmstuck.runbook.DeleteAnswer.Done;
import dev.helmstuck.runbook.DeleteAnswer.Gone;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import io.fabric8.kubernetes.api.model.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one delete, on any cluster: it hits the object that was shown, or nothing. */
abstract class DeleteContract {
    @TempDir
    Path folder;
    private Place place;
    private String namespace;
    private Target target;
    private KubernetesCluster cluster;
    private Secret stored;
    private SecretRef ref;

    abstract Place place();

    @BeforeEach
    void start() {
        place = place();
        namespace = place.namespace();
        target = place.target(namespace);
        cluster = place.cluster();
        stored = store(Records.record(8, "pending-upgrade"));
        ref = Records.ref(stored);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    private Secret store(Secret secret) {
        return place.admin().secrets().inNamespace(namespace).resource(secret).create();
    }

    private boolean isThere() {
        return place.admin().secrets().inNamespace(namespace).withName(ref.name()).get() != null;
    }

    @Test
    void a_rehearsal_says_yes_and_keeps_the_record() {
        assertThat(cluster.tryDelete(target, ref)).isEqualTo(new Done());
        assertThat(isThere()).isTrue();
    }

    @Test
    void the_delete_removes_exactly_that_record() {
        store(Records.record(7, "deployed"));
        assertThat(cluster.delete(target, ref)).isEqualTo(new Done());
        assertThat(isThere()).isFalse();
        assertThat(cluster.revision(target, Records.name(7))).isPresent();
    }

    @Test
    void another_uid_is_refused() {
        SecretRef other = new SecretRef(ref.name(), "00000000-0000-0000-0000-000000000000", ref.resourceVersion());
        assertChanged(cluster.tryDelete(target, other), "UID in the precondition");
        assertChanged(cluster.delete(target, other), "UID in the precondition");
        assertThat(isThere()).isTrue();
    }

    @Test
    void an_older_resource_version_is_refused() {
        place.touch(namespace, ref.name());
        assertChanged(cluster.tryDelete(target, ref), "ResourceVersion in the precondition");
        assertChanged(cluster.delete(target, ref), "ResourceVersion in the precondition");
        assertThat(isThere()).isTrue();
    }

    @Test
    void a_record_that_is_gone_is_gone() {
        place.admin().resource(stored).delete();
        assertThat(cluster.tryDelete(target, ref)).isEqualTo(new Gone());
        assertThat(cluster.delete(target, ref)).isEqualTo(new Gone());
    }

    @Test
    void a_record_made_anew_under_the_same_name_is_spared() {
        place.admin().resource(stored).delete();
        store(Records.record(8, "pending-upgrade"));
        assertChanged(cluster.tryDelete(target, ref), "precondition");
        assertChanged(cluster.delete(target, ref), "precondition");
        assertThat(isThere()).isTrue();
    }

    @Test
    void a_delete_whose_answer_is_lost_is_unknown_and_a_look_tells() {
        try (Between between = new Between(Optional.of(place.admin()));
                KubernetesCluster lossy = Place.cluster(between.kubeconfig(folder))) {
            between.on(request -> request.method().equals("DELETE"), between.passAndLose());
            Target through = Place.target(Between.CONTEXT, namespace);
            assertThatThrownBy(() -> lossy.delete(through, ref)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("not known whether the delete happened");
            assertThat(between.seen("DELETE")).as("never sent twice").hasSize(1);
            assertThat(lossy.revision(through, ref.name())).isEmpty();
        }
    }

    @Test
    void nothing_is_sent_for_what_is_no_record_of_the_release_or_has_no_guard() {
        for (SecretRef wrong : new SecretRef[]{new SecretRef("database-password", ref.uid(), ref.resourceVersion()),
                new SecretRef("sh.helm.release.v1.gitlab-extras.v8", ref.uid(), ref.resourceVersion()),
                new SecretRef(ref.name(), "", ref.resourceVersion()), new SecretRef(ref.name(), ref.uid(), "")}) {
            assertThatThrownBy(() -> cluster.delete(target, wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> cluster.tryDelete(target, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(isThere()).isTrue();
    }

    private static void assertChanged(DeleteAnswer answer, String words) {
        assertThat(answer).isInstanceOfSatisfying(Changed.class, changed -> assertThat(changed.message()).contains(words));
    }
}
