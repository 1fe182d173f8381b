package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
    @TempDir
    Path dir;

    private final Map<String, String> environment = new HashMap<>(Map.of("SLACK_BOT_TOKEN", "xoxb-geheim-geheim", "SLACK_APP_TOKEN",
            "xapp-geheim-geheim", "GITLAB_URL", "https://ops.gitlab.net", "GITLAB_TOKEN", "glpat-geheim-geheim", "HTTPS_PROXY",
            "http://me:geheim@proxy:3128"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void fortyTargets() throws IOException {
        Files.copy(Path.of("src/test/resources/config/forty-targets.yaml"), dir.resolve("helm-stuck.yaml"));
        Files.writeString(dir.resolve("kubeconfig"), "{}");
        Files.writeString(dir.resolve(".env"), "KUBECONFIG=kubeconfig\n");
    }

    private int run(String... arguments) {
        CommandLine line = HelmStuckCommand.line(environment, dir).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void a_right_configuration_ends_with_0() {
        assertThat(run("config")).as(err::toString).isZero();
        assertThat(out.toString()).isEqualTo("The configuration is right: 40 targets, 0 groups.\n");
    }

    @Test
    void every_problem_of_what_serve_needs_ends_with_2() throws IOException {
        environment.remove("GITLAB_TOKEN");
        Files.writeString(dir.resolve("helm-stuck.yaml"), Files.readString(dir.resolve("helm-stuck.yaml")).replace("vouching", "vouch"));

        assertThat(run("config")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("""
                environment: GITLAB_TOKEN: found nothing: expected a GitLab token with the scope read_api
                helm-stuck.yaml:22: environments.gprd.policy.vouch: found an unknown key: expected a known key, perhaps vouching
                """);
    }

    @Test
    void what_is_printed_shows_no_secret_and_can_be_read_again() throws IOException {
        environment.remove("SLACK_APP_TOKEN");
        assertThat(run("config", "--print")).as(err::toString).isZero();
        assertThat(out.toString()).contains("#   SLACK_MODE: socket (default)\n", "#   SLACK_BOT_TOKEN: set (environment)\n",
                "#   SLACK_APP_TOKEN: not set\n", "#   HTTPS_PROXY: set (environment)\n", "#   KUBECONFIG: 'kubeconfig' (.env)\n")
                .doesNotContain("geheim");
        Files.writeString(dir.resolve("printed.yaml"), out.toString());
        String first = body();
        environment.put("HELM_STUCK_CONFIG", "printed.yaml");
        assertThat(run("config", "--print")).as(err::toString).isZero();
        assertThat(body()).isEqualTo(first);
    }

    /** What was printed last, without where it comes from. */
    private String body() {
        String all = out.toString().replaceAll("  # .*", "");
        String body = all.substring(all.lastIndexOf("\npolicy:"));
        out.getBuffer().setLength(0);
        return body;
    }

    @Test
    void a_name_prints_its_targets_only() {
        assertThat(run("config", "--print", "gprd-cny")).isZero();
        assertThat(out.toString()).contains("  gprd-cny:\n").doesNotContain("  gstg:\n");
        assertThat(run("config", "--print", "gprd-cnt")).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean gprd-cny");
        assertThat(run("config", "gprd-cny")).isEqualTo(2);
    }
}
