package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import dev.helmstuck.ports.PendingRecords.PendingRecord;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.release.Payload;
import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Target;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How records are read, on any cluster. */
abstract class RecordsContract {
    @TempDir
    Path folder;
    private Place place;
    private String namespace;
    private Target target;
    private Between between;
    private KubernetesCluster cluster;

    abstract Place place();

    @BeforeEach
    void start() {
        place = place();
        namespace = place.namespace();
        target = Place.target(Between.CONTEXT, namespace);
        between = new Between(Optional.of(place.admin()));
        cluster = Place.cluster(between.kubeconfig(folder));
    }

    @AfterEach
    void end() {
        cluster.close();
        between.close();
    }

    private Secret store(Secret secret) {
        return place.admin().secrets().inNamespace(namespace).resource(secret).create();
    }

    @Test
    void the_highest_number_is_the_top_and_two_payloads_are_read() {
        for (int number : new int[]{9, 10, 8, 2})
            store(Records.record(number, number == 10 ? "pending-upgrade" : "superseded"));
        Releases releases = cluster.releases(target);
        assertThat(releases.revisions()).extracting(Revision::number).containsExactly(10, 9, 8, 2);
        assertThat(releases.highest()).hasValueSatisfying(top -> {
            assertThat(top.secret()).isEqualTo(Records.name(10));
            assertThat(top.statusLabel()).contains("pending-upgrade");
            assertThat(top.versionLabel()).contains("10");
        });
        assertThat(releases.top()).hasValueSatisfying(top -> assertThat(status(top)).isEqualTo(ReleaseStatus.PENDING_UPGRADE));
        assertThat(releases.below()).hasValueSatisfying(below -> assertThat(status(below)).isEqualTo(ReleaseStatus.SUPERSEDED));
        assertThat(between.seen().stream().filter(one -> one.accept().equals("application/json"))).extracting(Between.Seen::path)
                .as("the only whole objects").allMatch(path -> path.endsWith(".v10") || path.endsWith(".v9")).hasSize(2);
    }

    @Test
    void the_list_is_metadata_only_and_small() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(150_000, 'a', 'z' + 1).forEach(letter -> noise.append((char) letter));
        for (int number = 1; number <= 5; number++)
            store(Records.record(Records.name(number), number, "superseded", noise.toString()));
        try (Clients clients = new Clients(Place.settings(between.kubeconfig(folder)), InCluster.USUAL, Timeouts.USUAL, Clock.systemUTC(),
                pause -> {})) {
            var listed = clients.of(target).listMetadata(ApiRequest.list(target, Resource.SECRETS), "owner=helm,name=gitlab");
            assertThat(listed).hasSize(5).allSatisfy(one -> {
                assertThat(one.has("data")).isFalse();
                assertThat(one.toString()).hasSizeLessThan(2000);
            });
        }
    }

    /** What the watcher does each minute, for however many releases. */
    @Test
    void all_that_is_pending_in_a_namespace_is_one_list_of_metadata() {
        store(Records.record(7, "superseded"));
        store(Records.record(8, "pending-upgrade"));
        store(Records.record("sh.helm.release.v1.other.v3", 3, "pending-install", ""));
        Secret other = new SecretBuilder(Records.record("sh.helm.release.v1.web.v3", 3, "pending-rollback", "")).editMetadata()
                .addToLabels("name", "web").endMetadata().build();
        store(other);
        List<PendingRecord> pending = cluster.pending(target.cluster(), namespace);
        assertThat(pending)
                .extracting(PendingRecord::release, record -> record.revision().number(), record -> record.revision().statusLabel())
                .containsExactlyInAnyOrder(tuple("gitlab", 8, Optional.of("pending-upgrade")),
                        tuple("web", 3, Optional.of("pending-rollback")));
        assertThat(between.seen()).singleElement().satisfies(list -> {
            assertThat(list.is("GET", "/namespaces/" + namespace + "/secrets")).isTrue();
            assertThat(list.accept()).contains("as=PartialObjectMetadataList");
        });
    }

    @Test
    void a_pending_record_is_the_newest_unless_the_next_number_is_there() {
        store(Records.record(8, "pending-upgrade"));
        Revision revision = cluster.pending(target.cluster(), namespace).getFirst().revision();
        assertThat(cluster.isNewest(target, revision)).isTrue();
        store(Records.record(9, "deployed"));
        assertThat(cluster.isNewest(target, revision)).isFalse();
        assertThat(between.seen()).allSatisfy(one -> assertThat(one.accept()).contains("as=PartialObjectMetadata"));
    }

    @Test
    void a_history_without_a_limit_is_read_to_its_end() {
        for (int number = 1; number <= 510; number++) {
            store(new SecretBuilder(Records.record(number, "superseded")).withData(Map.of("release", "")).build());
        }
        assertThat(cluster.releases(target).revisions()).hasSize(510).first().satisfies(top -> assertThat(top.number()).isEqualTo(510));
        assertThat(between.seen()).filteredOn(one -> one.query().contains("continue=")).hasSize(1);
    }

    @Test
    void one_record_is_found_by_its_name_and_a_missing_one_is_empty() {
        Secret stored = store(Records.record(3, "deployed"));
        assertThat(cluster.revision(target, Records.name(3))).hasValueSatisfying(found -> {
            assertThat(found.uid()).isEqualTo(stored.getMetadata().getUid());
            assertThat(found.resourceVersion()).isEqualTo(stored.getMetadata().getResourceVersion());
            assertThat(found.created()).isEqualTo(stored.getMetadata().getCreationTimestamp());
        });
        assertThat(cluster.revision(target, Records.name(4))).isEmpty();
    }

    @Test
    void records_of_other_releases_are_not_ours() {
        store(Records.record(1, "deployed"));
        Secret other = Records.record(7, "pending-upgrade");
        other.getMetadata().setName("sh.helm.release.v1.gitlab-extras.v7");
        other.getMetadata().getLabels().put("name", "gitlab-extras");
        store(other);
        Releases releases = cluster.releases(target);
        assertThat(releases.revisions()).extracting(Revision::number).containsExactly(1);
        assertThat(releases.below()).isEmpty();
        assertThat(releases.otherReleases()).as("only looked up when there are no records").isEmpty();
    }

    @Test
    void without_records_the_other_releases_and_records_in_config_maps_are_told() {
        for (String name : new String[]{"zeta", "alpha"}) {
            Secret other = Records.record(1, "deployed");
            other.getMetadata().setName("sh.helm.release.v1." + name + ".v1");
            other.getMetadata().getLabels().put("name", name);
            store(other);
        }
        place.admin().configMaps().inNamespace(namespace).resource(new ConfigMapBuilder().withNewMetadata().withName(Records.name(4))
                .addToLabels("owner", "helm").addToLabels("name", Records.RELEASE).endMetadata().build()).create();
        Releases releases = cluster.releases(target);
        assertThat(releases.revisions()).isEmpty();
        assertThat(releases.top()).isEmpty();
        assertThat(releases.configMaps().revisions()).extracting(Revision::number).containsExactly(4);
        assertThat(releases.otherReleases()).containsExactly("alpha", "zeta");
    }

    @Test
    void a_namespace_that_does_not_exist_is_said_to_be_missing() {
        assertThatThrownBy(() -> cluster.releases(Place.target(Between.CONTEXT, "no-such-namespace")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("has no namespace \"no-such-namespace\"");
        assertThat(cluster.releases(target).revisions()).as("an empty one is merely empty").isEmpty();
    }

    @Test
    void a_damaged_payload_is_undecodable_and_nothing_of_it_is_shown() {
        Secret damaged = Records.record(2, "pending-upgrade");
        damaged.getData().put("release", "aHVudGVyMi1vZi10aGUtcmVsZWFzZQ==");
        store(Records.record(1, "deployed"));
        store(damaged);
        Releases releases = cluster.releases(target);
        assertThat(releases.top()).hasValueSatisfying(top -> assertThat(top).isInstanceOf(Payload.Undecodable.class));
        assertThat(releases.toString()).doesNotContain(Records.PASSWORD);
    }

    @Test
    void a_record_of_another_type_is_not_passed_over_for_helm_reads_it() {
        store(Records.record(1, "deployed"));
        store(new SecretBuilder(Records.record(2, "pending-upgrade")).withType("Opaque").build());
        assertThatThrownBy(() -> cluster.releases(target)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("type is \"Opaque\"");
    }

    @Test
    void a_copy_under_another_name_that_helm_would_count_is_reported_and_one_it_would_skip_is_not() {
        store(Records.record(1, "deployed"));
        Secret harmless = Records.record(2, "pending-upgrade");
        harmless.getMetadata().setName("note");
        harmless.setData(null);
        store(harmless);
        assertThat(cluster.releases(target).revisions()).hasSize(1);
        store(Records.record(Records.name(2) + "-backup", 2, "pending-upgrade", ""));
        assertThatThrownBy(() -> cluster.releases(target)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining(Records.name(2) + "-backup")
                .hasMessageContaining("take the labels off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2147483648", "v99999999999", "v1000000000", "v01", "v0", "v-1", "v1.2", "v2-copy"})
    void a_record_whose_number_is_none_of_helms_or_beyond_ours_is_not_passed_over(String number) {
        store(Records.record(1, "deployed"));
        store(Records.record(2, "pending-upgrade"));
        String name = "sh.helm.release.v1." + Records.RELEASE + "." + number;
        Secret odd = Records.record(name, 3, "deployed", "");
        // Helm's number is a Go int of 64 bits, so it reads what our decoder refuses
        odd.getData().put("release", Records.release("2147483648", "deployed", ""));
        odd.getMetadata().getLabels().put("version", "2147483648");
        store(odd);
        assertThatThrownBy(() -> cluster.releases(target)).isInstanceOf(UnavailableException.class).hasMessageContaining(name)
                .hasMessageContaining("Helm may read");
    }

    @Test
    void a_record_of_a_whole_mebibyte_is_read() {
        store(Records.record(1, "deployed"));
        store(Records.largest(2, "pending-upgrade"));
        Releases releases = cluster.releases(target);
        assertThat(releases.top()).hasValueSatisfying(top -> assertThat(status(top)).isEqualTo(ReleaseStatus.PENDING_UPGRADE));
        assertThat(releases.toString()).doesNotContain(Records.PASSWORD);
    }

    @Test
    void labels_that_mean_harm_are_values_like_any_other() {
        Secret odd = Records.record(2, "pending-upgrade");
        odd.getMetadata().getLabels().putAll(Map.of("version", "v99999999999", "status", "x__channel__x"));
        odd.getMetadata().setAnnotations(Map.of("note", "<!channel> \u202E```\u0007"));
        store(Records.record(1, "deployed"));
        store(odd);
        assertThat(cluster.releases(target).highest()).hasValueSatisfying(top -> {
            assertThat(top.number()).isEqualTo(2);
            assertThat(top.versionLabel()).contains("v99999999999");
            assertThat(top.statusLabel()).contains("x__channel__x");
        });
    }

    @Test
    void a_record_that_changes_between_list_and_read_is_read_again() {
        store(Records.record(1, "deployed"));
        Secret top = store(Records.record(2, "pending-upgrade"));
        AtomicInteger times = new AtomicInteger();
        between.on(request -> request.is("GET", ".v2"), between.after(() -> {
            if (times.getAndIncrement() == 0) place.touch(namespace, Records.name(2));
        }));
        Releases releases = cluster.releases(target);
        assertThat(times).hasValue(2);
        assertThat(releases.highest()).hasValueSatisfying(
                now -> assertThat(now.resourceVersion()).isNotEqualTo(top.getMetadata().getResourceVersion()));
    }

    @Test
    void a_record_that_vanishes_is_read_again_and_one_that_never_stands_still_is_unavailable() {
        store(Records.record(1, "deployed"));
        Secret top = store(Records.record(2, "pending-upgrade"));
        between.on(request -> request.is("GET", ".v1"), between.after(() -> place.touch(namespace, Records.name(1))));
        assertThatThrownBy(() -> cluster.releases(target)).isInstanceOf(UnavailableException.class).hasMessageContaining("changed twice");
        AtomicInteger times = new AtomicInteger();
        try (Between second = new Between(Optional.of(place.admin()));
                KubernetesCluster fresh = Place.cluster(second.kubeconfig(folder))) {
            second.on(request -> request.is("GET", ".v2") && times.getAndIncrement() == 0,
                    second.after(() -> place.admin().resource(top).delete()));
            assertThat(fresh.releases(target).revisions()).extracting(Revision::number).containsExactly(1);
        }
    }

    @Test
    void the_api_server_is_ready_and_the_bot_names_itself() {
        assertThat(cluster.ready(target)).isEqualTo("ok");
        assertThat(between.seen()).allSatisfy(request -> {
            assertThat(request.agent()).isEqualTo("helm-stuck/dev");
            assertThat(request.authorization()).contains("Bearer bot-token");
        });
    }

    private static ReleaseStatus status(Payload payload) {
        return payload instanceof Payload.Decoded decoded ? decoded.record().status() : ReleaseStatus.UNKNOWN;
    }
}
