package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterSettingsTest {

    @TempDir
    Path directory;

    private Configs with(String kubeconfig) {
        return new Configs(directory).file("kube.yaml", "{}").set("KUBECONFIG", kubeconfig);
    }

    @Test
    void the_default_is_no_kubeconfig() {
        assertThat(new Configs(directory).read(Part.CLUSTER).cluster()).isEqualTo(new ClusterSettings(Optional.empty()));
        assertThat(with(" ").read(Part.CLUSTER).cluster()).isEqualTo(new ClusterSettings(Optional.empty()));
    }

    @Test
    void the_variable_is_mapped_from_the_working_directory() {
        ClusterSettings expected = new ClusterSettings(Optional.of(directory.resolve("kube.yaml")));

        assertThat(with("kube.yaml").read(Part.CLUSTER).cluster()).isEqualTo(expected);
        assertThat(with(directory.resolve("kube.yaml").toString()).read(Part.CLUSTER).cluster()).isEqualTo(expected);
        assertThat(with("kube.yaml" + File.pathSeparator).read(Part.CLUSTER).cluster()).isEqualTo(expected);
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        assertThat(with("~/.kube/config").problems(Part.CLUSTER)).containsExactly("environment: KUBECONFIG: found '~/.kube/config': "
                + "expected a kubeconfig file that exists and can be read; a ~ is not replaced here");
        assertThat(with(".").problems(Part.CLUSTER)).hasSize(1);
    }

    @Test
    void a_list_of_files_is_refused() {
        String list = "kube.yaml" + File.pathSeparator + "kube.yaml";

        assertThat(with(list).problems(Part.CLUSTER))
                .containsExactly("environment: KUBECONFIG: found '" + list + "': expected one file, not a list of files");
    }

    @Test
    void a_context_without_a_kubeconfig_is_refused_where_the_cluster_is_needed() {
        String yaml = Configs.SMALLEST.replace("cluster: in-cluster", "cluster: gprd");

        assertThat(new Configs(directory).targets(yaml).problems(Part.TARGETS, Part.CLUSTER)).containsExactly(
                "helm-stuck.yaml: targets.gitlab-cny.cluster: found 'gprd': "
                        + "expected in-cluster, or KUBECONFIG to be set to the file that holds this context");
        assertThat(new Configs(directory).targets(yaml).read(Part.TARGETS).targets().target("gitlab-cny")).isPresent();
        assertThat(with("kube.yaml").targets(yaml).read(Part.TARGETS, Part.CLUSTER).targets().target("gitlab-cny")).isPresent();
    }
}
