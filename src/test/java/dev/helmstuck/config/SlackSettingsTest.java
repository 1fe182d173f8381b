package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlackSettingsTest {

    @TempDir
    Path directory;

    private Configs with() {
        return new Configs(directory).set("SLACK_BOT_TOKEN", "xoxb-1");
    }

    @Test
    void defaults_are_socket_mode_and_slacks_own_server() {
        assertThat(with().set("SLACK_APP_TOKEN", "xapp-1").read(Part.SLACK).slack())
                .isEqualTo(new SlackSettings.Socket(new Token("xoxb-1"), URI.create("https://slack.com/api/"), new Token("xapp-1")));
    }

    @Test
    void every_variable_of_socket_mode_is_mapped() {
        assertThat(with().set("SLACK_MODE", "socket").set("SLACK_APP_TOKEN", " any\n").set("SLACK_API_URL", "http://127.0.0.1:4000/api/")
                .read(Part.SLACK).slack())
                .isEqualTo(new SlackSettings.Socket(new Token("xoxb-1"), URI.create("http://127.0.0.1:4000/api/"), new Token("any")));
    }

    @Test
    void every_variable_of_http_mode_is_mapped() {
        assertThat(with().set("SLACK_MODE", "http").set("SLACK_SIGNING_SECRET", "s3cret")
                .set("SLACK_API_URL", "https://slack.example.com/some/api/").read(Part.SLACK).slack())
                .isEqualTo(new SlackSettings.Http(new Token("xoxb-1"), URI.create("https://slack.example.com/some/api/"),
                        new Token("s3cret")));
    }

    @Test
    void socket_mode_demands_the_app_token_and_not_the_signing_secret() {
        assertThat(with().problems(Part.SLACK)).singleElement().asString().startsWith("environment: SLACK_APP_TOKEN: found nothing")
                .endsWith("because SLACK_MODE is socket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t\n"})
    void a_blank_signing_secret_is_refused_in_http_mode(String blank) {
        assertThat(with().set("SLACK_MODE", "http").set("SLACK_SIGNING_SECRET", blank).problems(Part.SLACK)).singleElement().asString()
                .startsWith("environment: SLACK_SIGNING_SECRET: found a blank value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slack.com/api/", "/api/", "https://slack.com/", "https://slack.com/api", "ftp://slack.com/api/",
            "https:///api/", "https://slack.com/api/?x=/api/", "https://me:secret@slack.com/api/", "https://slack.com/a b/api/"})
    void an_api_url_that_is_not_absolute_http_ending_in_api_is_refused(String url) {
        assertThat(with().set("SLACK_APP_TOKEN", "xapp-1").set("SLACK_API_URL", url).problems(Part.SLACK)).singleElement().asString()
                .startsWith("environment: SLACK_API_URL: found ").contains("ends in /api/").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\nbreak", "ümlaut"})
    void a_token_that_cannot_stand_in_a_header_is_refused_and_not_shown(String token) {
        assertThat(with().set("SLACK_APP_TOKEN", token).problems(Part.SLACK)).singleElement().asString().doesNotContain(token)
                .contains("a value that is not shown");
    }

    @Test
    void tokens_in_each_others_place_are_a_warning_without_the_token() {
        Settings settings = new Configs(directory).set("SLACK_BOT_TOKEN", "xapp-1-A").set("SLACK_APP_TOKEN", "xoxb-2-B").read(Part.SLACK);

        assertThat(settings.warnings()).containsExactly("environment: SLACK_BOT_TOKEN: looks like an app-level token of Slack",
                "environment: SLACK_APP_TOKEN: looks like a bot token of Slack");
    }
}
