package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

import dev.helmstuck.testing.Canary;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SecretsStaySecretTest {

    private static final String SECRET = Canary.VALUE;

    @TempDir
    Path directory;

    private Configs valid() {
        return new Configs(directory).targets(Configs.SMALLEST).set("SLACK_BOT_TOKEN", SECRET).set("SLACK_APP_TOKEN", SECRET)
                .set("SLACK_SIGNING_SECRET", SECRET).set("GITLAB_URL", "https://ops.gitlab.net").set("GITLAB_TOKEN", SECRET)
                .set("GITLAB_RERUN_TOKEN", SECRET).set("GITLAB_INCIDENT_PROJECT", "group/project")
                .set("GITLAB_INCIDENT_TOKEN", SECRET).set("DATABASE_URL", "jdbc:postgresql://db/x?password=" + SECRET);
    }

    @Test
    void no_settings_print_a_secret() {
        Settings socket = valid().read(EnumSet.allOf(Part.class));
        Settings http = valid().set("SLACK_MODE", "http").read(EnumSet.allOf(Part.class));

        assertThat(List.of(socket, socket.slack(), socket.gitlab(), socket.store(), socket.targets(), http.slack()).toString())
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @EnumSource(Variable.class)
    void a_secret_in_any_variable_together_with_mistakes_everywhere_is_not_shown(Variable variable) {
        Configs configs = valid().set(variable.name(), SECRET + " " + SECRET)
                .targets("policy: " + SECRET + "\n" + SECRET + ": " + SECRET + "\n")
                .set("SLACK_" + variable.name(), SECRET);

        ConfigException thrown = Assertions.catchThrowableOfType(ConfigException.class, () -> configs.read(EnumSet.allOf(Part.class)));
        assertThat(thrown).isNotNull();
        assertThat(thrown.toString() + thrown.problems()).doesNotContain(SECRET);
    }

    @Test
    void a_token_in_the_targets_file_is_masked_although_no_variable_holds_it() {
        String yaml = Configs.SMALLEST.replace("release: gitlab-cny", "release: glpat-AbCdEfGh123").replace("cluster: in-cluster",
                "cluster: 'token xoxb-123-456-abc'");

        assertThat(new Configs(directory).targets(yaml).problems(Part.TARGETS)).hasSize(2).allMatch(line -> line.contains("****"))
                .noneMatch(line -> line.contains("AbCdEf") || line.contains("456"));
    }

    @Test
    void warnings_name_variables_and_never_their_values() {
        assertThat(valid().set("SLACK_SIGNING_SECRETS", SECRET).read(Part.HTTP).warnings()).singleElement().asString()
                .contains("SLACK_SIGNING_SECRETS").doesNotContain(SECRET);
    }

    @Test
    void a_token_prints_as_a_mask_and_is_never_blank() {
        assertThat(new Token(SECRET)).hasToString("****");
        assertThatIllegalArgumentException().isThrownBy(() -> new Token(" "));
    }
}
