package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.ports.Cluster.BackupAnswer;
import dev.helmstuck.ports.Cluster.BackupAnswer.Kept;
import dev.helmstuck.ports.Cluster.BackupAnswer.Replaced;
import dev.helmstuck.ports.Cluster.RestoreAnswer.NotRestored;
import dev.helmstuck.ports.Cluster.RestoreAnswer.Restored;
import dev.helmstuck.ports.Copies.Copy;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Payload;
import dev.helmstuck.runbook.CopyAnswer;
import dev.helmstuck.runbook.DeleteAnswer;
import dev.helmstuck.runbook.SecretRef;
import dev.helmstuck.runbook.Target;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted can be put back as it was, on any cluster. */
abstract class BackupContract {
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

    private Secret read(String name) {
        return place.admin().secrets().inNamespace(namespace).withName(name).require();
    }

    private String keep() {
        BackupAnswer answer = cluster.backUp(target, ref, "R-1");
        assertThat(answer).isInstanceOf(Kept.class);
        return ((Kept) answer).name();
    }

    @Test
    void what_a_copy_holds_is_read_as_the_record_was_and_nothing_else_is_taken_for_a_copy() {
        Payload record = cluster.payload(target, cluster.revision(target, stored.getMetadata().getName()).orElseThrow());
        assertThat(cluster.copied(target, keep())).isEqualTo(record).isInstanceOf(Payload.Decoded.class);
        for (String other : List.of("none", stored.getMetadata().getName())) {
            assertThatThrownBy(() -> cluster.copied(target, other)).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("there is no copy " + other);
        }
    }

    @Test
    void the_copy_holds_the_data_byte_for_byte_and_helm_does_not_see_it() {
        Secret copy = read(keep());
        assertThat(copy.getData()).isEqualTo(stored.getData());
        assertThat(copy.getType()).isEqualTo("helm-stuck/release-backup.v1");
        assertThat(copy.getMetadata().getLabels()).containsExactlyInAnyOrderEntriesOf(
                Map.of("app.kubernetes.io/managed-by", "helm-stuck", "helm-stuck/release", "gitlab", "helm-stuck/revision", "8"));
        assertThat(copy.getMetadata().getAnnotations()).containsEntry("helm-stuck/uid", ref.uid())
                .containsEntry("helm-stuck/resource-version", ref.resourceVersion()).containsEntry("helm-stuck/remediation", "R-1");
        assertThat(cluster.releases(target).revisions()).hasSize(1);
    }

    @Test
    void a_rehearsal_says_yes_and_stores_nothing() {
        assertThat(cluster.tryBackUp(target, ref)).isEqualTo(new CopyAnswer.Possible());
        assertThat(cluster.copies(target)).isEmpty();
        String name = keep();
        assertThat(cluster.tryBackUp(target, ref)).as("it is there already").isEqualTo(new CopyAnswer.Possible());
        assertThat(read(name).getMetadata().getAnnotations()).containsEntry("helm-stuck/remediation", "R-1");
    }

    @Test
    void a_rehearsal_finds_another_secret_in_its_place_and_a_record_that_moved() {
        String name = keep();
        Secret copy = read(name);
        place.admin().resource(copy).delete();
        store(new SecretBuilder(copy).editMetadata().withUid(null).withResourceVersion(null).endMetadata()
                .withData(Map.of("release", "b3RoZXI=")).build());
        assertThat(cluster.tryBackUp(target, ref)).isInstanceOfSatisfying(CopyAnswer.CopyRefused.class,
                refused -> assertThat(refused.message()).contains("holds something else"));
        place.touch(namespace, ref.name());
        assertThat(cluster.tryBackUp(target, ref)).isInstanceOfSatisfying(CopyAnswer.RecordReplaced.class,
                moved -> assertThat(moved.message()).contains("written since"));
    }

    @Test
    void repeating_it_gives_the_same_copy_for_another_remediation_too() {
        String name = keep();
        assertThat(cluster.backUp(target, ref, "R-2")).isEqualTo(new Kept(name));
        assertThat(cluster.copies(target)).extracting(copy -> copy.self().name()).containsExactly(name);
    }

    @Test
    void another_secret_in_its_place_is_not_taken_for_the_copy() {
        String name = keep();
        Secret copy = read(name);
        place.admin().resource(copy).delete();
        store(new SecretBuilder(copy).editMetadata().withUid(null).withResourceVersion(null).endMetadata()
                .withData(Map.of("release", "b3RoZXI=")).build());
        assertThat(cluster.backUp(target, ref, "R-1")).isInstanceOfSatisfying(BackupAnswer.NotKept.class,
                refused -> assertThat(refused.message()).contains("holds something else"));
    }

    @Test
    void an_object_that_changed_was_replaced_or_is_gone_has_moved_and_nothing_is_written() {
        place.touch(namespace, ref.name());
        assertMoved("written since");
        place.admin().secrets().inNamespace(namespace).withName(ref.name()).delete();
        assertMoved("is gone");
        store(Records.record(8, "pending-upgrade"));
        assertMoved("another object");
        assertThat(cluster.copies(target)).isEmpty();
    }

    private void assertMoved(String words) {
        assertThat(cluster.backUp(target, ref, "R-1")).isInstanceOfSatisfying(Replaced.class,
                moved -> assertThat(moved.message()).contains(words));
    }

    @Test
    void a_copy_whose_answer_is_lost_is_found_when_it_is_repeated() {
        try (Between between = new Between(Optional.of(place.admin()));
                KubernetesCluster lossy = Place.cluster(between.kubeconfig(folder))) {
            between.on(request -> request.method().equals("POST") && between.seen("POST").size() == 1, between.passAndLose());
            Target through = Place.target(Between.CONTEXT, namespace);
            assertThatThrownBy(() -> lossy.backUp(through, ref, "R-1"))
                    .isInstanceOf(UnavailableException.class);
            assertThat(between.seen("POST")).hasSize(1);
            assertThat(lossy.backUp(through, ref, "R-1")).isInstanceOf(Kept.class);
        }
        assertThat(cluster.copies(target)).hasSize(1);
    }

    @Test
    void copies_are_listed_with_what_they_are_of() {
        String name = keep();
        assertThat(cluster.copies(target)).singleElement().satisfies(copy -> {
            assertThat(copy.self()).isEqualTo(Records.ref(read(name)));
            assertThat(copy.record()).isEqualTo(ref.name());
            assertThat(copy.revision()).isEqualTo(8);
            assertThat(copy.created()).isEqualTo(read(name).getMetadata().getCreationTimestamp());
        });
        Target other = new Target("o", "e", target.cluster(), namespace, "gitlab-extras", target.ci());
        assertThat(cluster.copies(other)).isEmpty();
    }

    @Test
    void a_copy_is_told_with_its_size_and_its_remediation_and_removed_by_uid_and_resource_version_alone() {
        String name = keep();
        Copy copy = cluster.copies(target).getFirst();
        assertThat(cluster.copies(target)).hasSize(1);
        assertThat(copy.self().name()).isEqualTo(name);
        assertThat(copy.record()).isEqualTo(ref.name());
        assertThat(copy.remediation()).isEqualTo("R-1");
        assertThat(copy.bytes()).isEqualTo(Base64.getDecoder().decode(stored.getData().get("release")).length);
        SecretRef self = copy.self();
        Copy another = new Copy(new SecretRef(name, "another-uid", self.resourceVersion()), copy.record(), 8, copy.created(), "R-1", 1);
        Copy older = new Copy(new SecretRef(name, self.uid(), "1"), copy.record(), 8, copy.created(), "R-1", 1);
        assertThat(List.of(cluster.remove(target, another), cluster.remove(target, older)))
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(DeleteAnswer.Changed.class));
        assertThat(read(name).getMetadata().getUid()).isEqualTo(self.uid());

        assertThat(cluster.remove(target, copy)).isEqualTo(new DeleteAnswer.Done());
        assertThat(cluster.copies(target)).isEmpty();
        assertThat(cluster.remove(target, copy)).isEqualTo(new DeleteAnswer.Gone());
        assertThat(read(ref.name()).getMetadata().getUid()).as("the record itself").isEqualTo(ref.uid());
    }

    @Test
    void nothing_but_a_copy_of_this_release_is_removed() {
        Secret copy = read(keep());
        store(new SecretBuilder(copy).editMetadata().withName("forged").withUid(null).withResourceVersion(null).endMetadata()
                .withType("Opaque").build());
        Copy real = cluster.copies(target).getFirst();
        assertThat(cluster.copies(target)).hasSize(1);
        Target other = new Target("o", "e", target.cluster(), namespace, "gitlab-extras", target.ci());
        List<DeleteAnswer> answers = Stream.of("forged", ref.name()).map(this::read).map(Records::ref)
                .map(each -> cluster.remove(target, new Copy(each, ref.name(), 8, real.created(), "R-1", 1))).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isInstanceOf(DeleteAnswer.Forbidden.class));
        assertThat(cluster.remove(other, real)).isInstanceOf(DeleteAnswer.Forbidden.class);
        assertThat(List.of(read("forged"), read(ref.name()), read(real.self().name()))).hasSize(3);
    }

    @Test
    void a_record_comes_back_as_it_was() {
        keep();
        Copy backup = cluster.copies(target).getFirst();
        assertThat(cluster.delete(target, ref)).isEqualTo(new DeleteAnswer.Done());
        assertThat(cluster.restore(target, backup)).isInstanceOfSatisfying(Restored.class, back -> {
            assertThat(back.secret()).isEqualTo(ref.name());
            assertThat(back.uid()).isEqualTo(read(ref.name()).getMetadata().getUid()).isNotEqualTo(ref.uid());
        });
        Secret back = read(ref.name());
        assertThat(back.getData()).isEqualTo(stored.getData());
        assertThat(back.getType()).isEqualTo(stored.getType());
        assertThat(back.getMetadata().getLabels()).isEqualTo(stored.getMetadata().getLabels());
        assertThat(back.getMetadata().getAnnotations()).isEqualTo(stored.getMetadata().getAnnotations());
        assertThat(back.getImmutable()).isNull();
        assertThat(cluster.releases(target).top()).isPresent();
    }

    @Test
    void an_immutable_record_comes_back_immutable() {
        Secret frozen = store(new SecretBuilder(Records.record(9, "pending-upgrade")).withImmutable(true).build());
        assertThat(cluster.backUp(target, Records.ref(frozen), "R-1")).isInstanceOf(Kept.class);
        assertThat(cluster.delete(target, Records.ref(frozen))).isEqualTo(new DeleteAnswer.Done());
        assertThat(cluster.restore(target, cluster.copies(target).getFirst())).isInstanceOf(Restored.class);
        assertThat(read(Records.name(9)).getImmutable()).isTrue();
    }

    @Test
    void a_name_that_exists_again_is_not_overwritten() {
        keep();
        Copy backup = cluster.copies(target).getFirst();
        assertThat(cluster.restore(target, backup)).isInstanceOfSatisfying(NotRestored.class,
                refused -> assertThat(refused.message()).contains("exists again"));
        assertThat(read(ref.name()).getMetadata().getUid()).isEqualTo(ref.uid());
    }

    @Test
    void what_is_no_copy_of_this_release_is_not_restored() {
        String name = keep();
        Copy real = cluster.copies(target).getFirst();
        assertThat(cluster.delete(target, ref)).isEqualTo(new DeleteAnswer.Done());
        Secret copy = read(name);
        Target other = new Target("o", "e", target.cluster(), namespace, "gitlab-extras", target.ci());
        store(new SecretBuilder(copy).editMetadata().withName("forged").withUid(null).withResourceVersion(null).endMetadata()
                .withType("Opaque")
                .build());
        List<NotRestored> answers = Stream.of(cluster.restore(other, real),
                cluster.restore(target, pinned(real, new SecretRef("missing", "uid", "1"))),
                cluster.restore(target, pinned(real, Records.ref(read("forged")))),
                cluster.restore(target, pinned(real, new SecretRef(name, "another-uid", real.self().resourceVersion()))))
                .map(NotRestored.class::cast)
                .toList();
        assertThat(answers).extracting(NotRestored::message).satisfiesExactly(one -> assertThat(one).contains("another release"),
                one -> assertThat(one).contains("missing is gone"), one -> assertThat(one).contains("its type is not"),
                one -> assertThat(one).contains("was changed"));
        assertThat(cluster.revision(target, ref.name())).isEmpty();
    }

    private static Copy pinned(Copy real, SecretRef self) {
        return new Copy(self, real.record(), real.revision(), real.created(), real.remediation(), real.bytes());
    }
}
