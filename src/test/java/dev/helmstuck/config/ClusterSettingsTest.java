package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterSettingsTest {

    @TempDir
    Path directory;

    private Configs with(String kubeconfig) {
        return new Configs(directory).file("kube.yaml", "{}").file("more.yaml", "{}").set("KUBECONFIG", kubeconfig);
    }

    private List<Path> files(String kubeconfig) {
        return with(kubeconfig).read(Part.CLUSTER).cluster().kubeconfigs();
    }

    @Test
    void the_default_is_no_kubeconfig_and_no_proxy() {
        assertThat(new Configs(directory).read(Part.CLUSTER).cluster()).isEqualTo(new ClusterSettings(List.of(), ProxyVariables.NONE));
        assertThat(files(" ")).isEmpty();
    }

    @Test
    void the_variable_is_mapped_from_the_working_directory() {
        Path expected = directory.resolve("kube.yaml");

        assertThat(files("kube.yaml")).containsExactly(expected);
        assertThat(files(expected.toString())).containsExactly(expected);
        assertThat(files("kube.yaml" + File.pathSeparator)).containsExactly(expected);
    }

    @Test
    void several_files_are_kept_in_their_order_and_each_once() {
        Path one = directory.resolve("kube.yaml");
        Path two = directory.resolve("more.yaml");

        assertThat(files(String.join(File.pathSeparator, "more.yaml", "", "kube.yaml", "more.yaml"))).containsExactly(two, one);
    }

    @Test
    void a_file_that_is_not_there_is_refused() {
        assertThat(with("~/.kube/config").problems(Part.CLUSTER)).containsExactly("environment: KUBECONFIG: found '~/.kube/config': "
                + "expected a kubeconfig file that exists and can be read; a ~ is not replaced here");
        assertThat(with(".").problems(Part.CLUSTER)).hasSize(1);
        assertThat(with(File.pathSeparator).problems(Part.CLUSTER)).hasSize(1);
    }

    @Test
    void of_several_files_each_one_that_is_not_there_is_named() {
        assertThat(with(String.join(File.pathSeparator, "gone", "kube.yaml", "lost")).problems(Part.CLUSTER)).containsExactly(
                "environment: KUBECONFIG: found 'gone': expected a kubeconfig file that exists and can be read",
                "environment: KUBECONFIG: found 'lost': expected a kubeconfig file that exists and can be read");
    }

    @Test
    void the_proxies_are_read_in_large_and_in_small_letters_and_shown_in_none() {
        Configs configs = new Configs(directory).set("HTTPS_PROXY", "http://one:secret@proxy:3128").set("https_proxy", "http://two")
                .set("HTTP_PROXY", "").set("http_proxy", "http://three").set("no_proxy", "a,b").set("FTP_PROXY", "http://four");
        ProxyVariables read = configs.read(Part.CLUSTER).cluster().proxies();

        assertThat(read).isEqualTo(new ProxyVariables(Optional.of("http://one:secret@proxy:3128"), Optional.of("http://three"),
                Optional.of("a,b")));
        assertThat(read.toString()).doesNotContain("secret");
        assertThat(configs.read(Part.CLUSTER).warnings()).isEmpty();
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
