package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.helmstuck.health.HealthServer;
import dev.helmstuck.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveTargetsTest {
    @TempDir
    Path directory;

    private Configs configs;

    @BeforeEach
    void running() {
        configs = new Configs(directory).targets(Configs.SMALLEST).set("GITLAB_URL", "https://ops.gitlab.net").file(".env",
                "GITLAB_TOKEN=before\n");
    }

    private LiveTargets live() {
        return new LiveTargets(configs.read(Part.TARGETS, Part.GITLAB));
    }

    private static String with(String release) {
        return Configs.SMALLEST + """
                  %1$s:
                    { environment: e, cluster: in-cluster, namespace: n, release: %1$s, ci: { project: a/b, jobs: x, helmTimeout: 1h } }
                """.formatted(release);
    }

    @Test
    void a_changed_file_is_in_force_at_the_next_look_and_it_is_said_what_has_changed() {
        LiveTargets live = live();
        assertThat(live.look()).isEmpty();

        configs.targets(with("other").replace("^upgrade$", "^deploy$"));
        assertThat(live.targetNames()).containsExactly("gitlab-cny");
        assertThat(live.look()).hasValueSatisfying(change -> {
            assertThat(change.taken()).isTrue();
            assertThat(change.lines()).containsExactly("read again: added other; changed gitlab-cny");
        });
        assertThat(live.targetNames()).containsExactly("gitlab-cny", "other");
        assertThat(live.target("other").orElseThrow().target().gitlab()).contains("https://ops.gitlab.net");
        assertThat(live.look()).isEmpty();

        configs.targets("# only a word\n" + Configs.SMALLEST.replace("^upgrade$", "^deploy$"));
        assertThat(live.look().orElseThrow().lines()).containsExactly("read again: removed other");
        configs.targets("# another word\n" + Configs.SMALLEST.replace("^upgrade$", "^deploy$"));
        assertThat(live.look().orElseThrow().lines()).containsExactly("read again: no target has changed");
    }

    @Test
    void a_change_between_reading_and_the_first_look_is_not_missed() {
        Settings read = configs.read(Part.TARGETS);
        configs.targets(with("other"));

        assertThat(new LiveTargets(read).look()).isPresent();
    }

    @Test
    void a_broken_file_keeps_the_one_before_in_force_and_is_told_until_it_is_mended() {
        LiveTargets live = live();
        configs.targets(with("other").replace("helmTimeout: 1h }\n", "helmTimeOut: 1h }\n"));

        assertThat(live.look()).hasValueSatisfying(change -> assertThat(change.taken()).isFalse());
        assertThat(live.look()).as("said once").isEmpty();
        assertThat(live.targetNames()).containsExactly("gitlab-cny");
        assertThat(live.trouble()).hasValueSatisfying(words -> assertThat(words).startsWith("the file has problems, and what was in force")
                .contains("helm-stuck.yaml:9: targets.gitlab-cny.ci.helmTimeOut: found an unknown key"));

        configs.targets(with("other"));
        assertThat(live.look().orElseThrow().taken()).isTrue();
        assertThat(live.trouble()).isEmpty();
        assertThat(live.targetNames()).contains("other");
    }

    @Test
    void a_missing_file_keeps_the_one_before_in_force() throws IOException {
        LiveTargets live = live();
        Files.delete(directory.resolve("helm-stuck.yaml"));

        assertThat(live.look().orElseThrow().lines()).singleElement().asString().contains("found no file at");
        assertThat(live.targetNames()).containsExactly("gitlab-cny");
    }

    /** What a kubelet does: the file is a link into a link to a folder, and the folder's link is exchanged. */
    @Test
    void the_folder_of_a_config_map_is_exchanged_under_a_link_whose_own_time_stays() throws IOException {
        Path mount = Files.createDirectory(directory.resolve("mount"));
        for (String version : new String[]{"1", "2"})
            Files.writeString(Files.createDirectory(mount.resolve("..v" + version)).resolve("helm-stuck.yaml"), with("version-" + version));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v1"));
        Files.createSymbolicLink(mount.resolve("helm-stuck.yaml"), Path.of("..data/helm-stuck.yaml"));
        configs.set("HELM_STUCK_CONFIG", "mount/helm-stuck.yaml");
        LiveTargets live = live();
        assertThat(live.targetNames()).contains("version-1");

        Files.delete(mount.resolve("..data"));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v2"));
        assertThat(live.look().orElseThrow().lines()).containsExactly("read again: added version-2; removed version-1");
    }

    @Test
    void what_is_read_at_the_start_alone_is_named_when_it_has_changed_and_its_value_is_not() {
        LiveTargets live = live();
        configs.file(".env", "GITLAB_TOKEN=afterwards\nHTTP_PORT=1\n");

        assertThat(live.look().orElseThrow().lines()).containsExactly("read again: no target has changed",
                "HTTP_PORT has changed; that takes effect at the next start",
                "GITLAB_TOKEN has changed; that takes effect at the next start");
    }

    @Test
    void the_bot_stays_ready_with_a_broken_file_and_says_so() throws Exception {
        LiveTargets live = live();
        configs.targets("{}");
        live.look();
        Readiness readiness = new Readiness(Map.of(), Map.of("configuration", live::trouble));
        try (HealthServer server = new HealthServer(new HttpSettings("127.0.0.1", 0), readiness, Map.of());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/readyz")).build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("ok\nconfiguration: the file has problems, and what was in force before still is:\nhelm-stuck.yaml");
        }
    }
}
