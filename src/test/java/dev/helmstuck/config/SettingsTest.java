package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;

import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import dev.helmstuck.ports.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {

    @TempDir
    Path directory;

    private Configs smallest() {
        return new Configs(directory).targets(Configs.SMALLEST);
    }

    @Test
    void what_a_command_does_not_need_may_be_missing_or_wrong() {
        Settings check = smallest().set("GITLAB_URL", "https://ops.gitlab.net").set("GITLAB_TOKEN", "t").set("SLACK_MODE", "sockets")
                .set("HTTP_PORT", "x").set("DATABASE_URL", "x").read(Part.TARGETS, Part.CLUSTER, Part.GITLAB);

        assertThat(check.has(Part.GITLAB)).isTrue();
        assertThat(check.has(Part.SLACK)).isFalse();
        assertThatIllegalStateException().isThrownBy(check::slack).withMessageStartingWith("SLACK is not among");
    }

    @Test
    void the_targets_need_no_variable_and_restore_needs_no_token() {
        assertThat(smallest().read(Part.TARGETS).targets().targets()).containsKey("gitlab-cny");
        assertThat(smallest().read(Part.TARGETS, Part.CLUSTER).cluster().kubeconfigs()).isEmpty();
    }

    @Test
    void the_environment_wins_over_the_env_file() {
        Configs configs = new Configs(directory).file(".env", "# ports\nHTTP_PORT=1111\nHTTP_HOST=\"0.0.0.0\" # everywhere\n")
                .set("HTTP_PORT", "2222");

        assertThat(configs.read(Part.HTTP).http()).isEqualTo(new HttpSettings("0.0.0.0", 2222));
    }

    @Test
    void a_blank_in_the_environment_takes_back_the_env_file() {
        assertThat(new Configs(directory).file(".env", "HTTP_PORT=1111\n").set("HTTP_PORT", "").read(Part.HTTP).http().port())
                .isEqualTo(8080);
    }

    @Test
    void a_broken_line_of_the_env_file_is_told_by_its_number_and_not_shown() {
        assertThat(new Configs(directory).file(".env", "HTTP_PORT=1111\n\nexport SECRET=abcdef\n").problems(Part.HTTP)).containsExactly(
                ".env: line 3: found a line that cannot be read (not shown): "
                        + "expected lines of the form NAME=value, or comments that start with #");
    }

    @Test
    void a_missing_targets_file_is_told_with_the_place_and_the_variable() {
        Path elsewhere = directory.resolve("etc/targets.yaml");

        assertThat(new Configs(directory).problems(Part.TARGETS)).containsExactly("environment: HELM_STUCK_CONFIG: found no file at "
                + directory.resolve("helm-stuck.yaml") + ": expected the targets file; set HELM_STUCK_CONFIG to where it is");
        assertThat(new Configs(directory).set("HELM_STUCK_CONFIG", "etc/targets.yaml").problems(Part.TARGETS)).singleElement().asString()
                .contains("found no file at " + elsewhere);
    }

    @Test
    void the_targets_file_can_be_elsewhere_and_problems_name_it() {
        Configs configs = new Configs(directory).file("other.yaml", Configs.SMALLEST).set("HELM_STUCK_CONFIG", "other.yaml");

        assertThat(configs.read(Part.TARGETS).targets().targets()).hasSize(1);
        assertThat(configs.file("other.yaml", "{}").problems(Part.TARGETS)).isNotEmpty().allMatch(line -> line.startsWith("other.yaml: "));
    }

    @Test
    void unknown_variables_that_look_like_ours_are_warnings() {
        Settings settings = new Configs(directory).file(".env", "HELM_STUCK_CONFG=x\n").set("SLACK_TOKEN", "xoxb-not-shown")
                .set("GITLAB_TOKN", "glpat-not-shown").set("DATABASE_URI", "x").set("HTTP_PORTS", "x").set("HTTP_PROXY", "http://proxy")
                .set("GITLAB_USER_ID", "1").set("GITLAB_CI", "true").set("GITLAB_FEATURES", "x").set("PATH", "x").set("HOME", "x")
                .read(Part.HTTP);

        assertThat(settings.warnings()).containsExactly(
                ".env: HELM_STUCK_CONFG: is not a variable of helm-stuck and is not used (did you mean HELM_STUCK_CONFIG, HELM_STUCK_LOG?)",
                "environment: DATABASE_URI: is not a variable of helm-stuck and is not used (did you mean DATABASE_URL?)",
                "environment: GITLAB_TOKN: is not a variable of helm-stuck and is not used (did you mean GITLAB_TOKEN, GITLAB_INCIDENT_TOKEN, GITLAB_RERUN_TOKEN?)",
                "environment: HTTP_PORTS: is not a variable of helm-stuck and is not used (did you mean HTTP_PORT, HTTP_HOST?)",
                "environment: SLACK_TOKEN: is not a variable of helm-stuck and is not used (did you mean SLACK_APP_TOKEN, SLACK_BOT_TOKEN, SLACK_MODE?)");
    }

    @Test
    void the_module_binds_the_parts_that_were_read_and_no_others() {
        Settings settings = smallest().read(Part.TARGETS, Part.CLUSTER, Part.STORE, Part.HTTP);
        Injector injector = Guice.createInjector(new ConfigModule(settings));

        assertThat(injector.getInstance(Catalog.class)).isSameAs(injector.getInstance(LiveTargets.class));
        assertThat(injector.getInstance(LiveTargets.class).get()).isSameAs(settings.targets());
        assertThat(injector.getInstance(ClusterSettings.class)).isSameAs(settings.cluster());
        assertThat(injector.getInstance(StoreSettings.class)).isSameAs(settings.store());
        assertThat(injector.getInstance(HttpSettings.class)).isSameAs(settings.http());
        assertThat(injector.getExistingBinding(Key.get(SlackSettings.class))).isNull();
        assertThat(catchThrowable(() -> injector.getInstance(GitlabSettings.class)))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void the_module_binds_slack_and_gitlab_too() {
        Settings settings = new Configs(directory).set("GITLAB_URL", "https://ops.gitlab.net").set("GITLAB_TOKEN", "t")
                .set("SLACK_BOT_TOKEN", "b").set("SLACK_APP_TOKEN", "a").read(Part.SLACK, Part.GITLAB);
        Injector injector = Guice.createInjector(new ConfigModule(settings));

        assertThat(injector.getInstance(SlackSettings.class)).isSameAs(settings.slack());
        assertThat(injector.getInstance(GitlabSettings.class)).isSameAs(settings.gitlab());
    }
}
