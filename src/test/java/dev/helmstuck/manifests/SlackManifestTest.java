package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Slack app asks for exactly what the bot's own code needs. */
class SlackManifestTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/helmstuck/slack");

    /** What Slack's documentation of each method and event asks of a bot token. */
    private static final Map<String, Set<String>> NEEDS = Map.ofEntries(Map.entry("auth.test", Set.of()),
            Map.entry("usergroups.list", Set.of("usergroups:read")), Map.entry("users.lookupByEmail", Set.of("users:read.email")),
            Map.entry("apps.connections.open", Set.of()), // an app-level token's, which no manifest holds
            Map.entry("chat.getPermalink", Set.of()), Map.entry("chat.postMessage", Set.of("chat:write")),
            Map.entry("chat.postEphemeral", Set.of("chat:write")), Map.entry("chat.update", Set.of("chat:write")),
            Map.entry("files.getUploadURLExternal", Set.of("files:write")),
            Map.entry("files.completeUploadExternal", Set.of("files:write")),
            Map.entry("conversations.history", Set.of("channels:history", "groups:history")),
            Map.entry("conversations.replies", Set.of("channels:history", "groups:history")),
            Map.entry("conversations.info", Set.of("channels:read", "groups:read")),
            Map.entry("conversations.list", Set.of("channels:read", "groups:read")),
            Map.entry("conversations.join", Set.of("channels:join")), Map.entry("reactions.add", Set.of("reactions:write")),
            Map.entry("reactions.get", Set.of("reactions:read")), Map.entry("usergroups.users.list", Set.of("usergroups:read")),
            // with the e-mail address, by which approvers may be named
            Map.entry("users.info", Set.of("users:read", "users:read.email")), Map.entry("reaction_added", Set.of("reactions:read")),
            Map.entry("reaction_removed", Set.of("reactions:read")), Map.entry("slash command", Set.of("commands")),
            Map.entry("app_mention", Set.of("app_mentions:read")),
            Map.entry("views.open", Set.of()));

    @ParameterizedTest
    @ValueSource(strings = {"socket.yaml", "http.yaml"})
    void the_scopes_are_exactly_those_of_the_methods_that_are_called_and_the_events_that_are_heard(String file) throws IOException {
        Set<String> used = new HashSet<>(found("\"((?:auth|apps|chat|conversations|reactions|users|usergroups|files|views|bots|team|pins"
                + "|bookmarks|dnd|emoji|im|mpim|canvases|stars|reminders|search|dialog|oauth|admin)\\.[A-Za-z.]+)\""));
        used.addAll(events());
        used.add("slash command");
        assertThat(NEEDS.keySet()).as("what each method needs is written down here, and nothing that is no longer called")
                .containsExactlyInAnyOrderElementsOf(used);
        Set<String> needed = new TreeSet<>();
        used.forEach(method -> needed.addAll(NEEDS.get(method)));
        assertThat(texts(manifest(file).at("/oauth_config/scopes/bot"))).containsExactlyInAnyOrderElementsOf(needed);
        assertThat(manifest(file).at("/oauth_config/scopes/user").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket.yaml", "http.yaml"})
    void the_events_are_exactly_those_that_are_heard_and_nothing_but_the_shortcut_and_its_dialog_is_interactive(String file)
            throws IOException {
        JsonNode manifest = manifest(file);
        assertThat(texts(manifest.at("/settings/event_subscriptions/bot_events"))).containsExactlyInAnyOrderElementsOf(events());
        assertThat(found("app\\.(blockAction|viewSubmission|messageShortcut|globalShortcut|blockSuggestion)"))
                .containsExactly("messageShortcut", "viewSubmission");
        assertThat(manifest.at("/settings/interactivity/is_enabled").asBoolean(false)).isTrue();
        assertThat(manifest.at("/settings/interactivity/message_menu_options_url").isMissingNode()).isTrue();
        assertThat(manifest.at("/features/shortcuts").size()).isEqualTo(1);
        assertThat(manifest.at("/features/shortcuts/0/type").asText()).isEqualTo("message");
        assertThat(found("String SHORTCUT = \"([^\"]+)\"")).containsExactly(manifest.at("/features/shortcuts/0/callback_id").asText());
        assertThat(manifest.at("/features/slash_commands").size()).isEqualTo(1);
        assertThat(manifest.at("/features/slash_commands/0/command").asText()).isEqualTo("/helm-stuck");
        assertThat(manifest.at("/features/slash_commands/0/should_escape").asBoolean(true)).isFalse();
    }

    @Test
    void socket_mode_has_no_url_and_http_mode_has_one_for_commands_events_and_dialogs() {
        JsonNode socket = manifest("socket.yaml");
        assertThat(socket.at("/settings/socket_mode_enabled").asBoolean()).isTrue();
        assertThat(socket.toString()).doesNotContain("https://");
        JsonNode http = manifest("http.yaml");
        assertThat(http.at("/settings/socket_mode_enabled").asBoolean(true)).isFalse();
        assertThat(http.at("/features/slash_commands/0/url").asText()).endsWith("/slack/events")
                .isEqualTo(http.at("/settings/event_subscriptions/request_url").asText())
                .isEqualTo(http.at("/settings/interactivity/request_url").asText());
    }

    /** Slack's limits for the fields that have any. */
    @ParameterizedTest
    @ValueSource(strings = {"socket.yaml", "http.yaml"})
    void every_text_is_as_short_as_slack_wants_it(String file) {
        JsonNode manifest = manifest(file);
        assertThat(manifest.at("/display_information/name").asText()).isNotBlank().hasSizeLessThanOrEqualTo(35);
        assertThat(manifest.at("/display_information/description").asText()).isNotBlank().hasSizeLessThanOrEqualTo(140);
        assertThat(manifest.at("/features/bot_user/display_name").asText()).matches("[a-z0-9-_.]{1,80}");
        assertThat(manifest.at("/features/slash_commands/0/command").asText()).hasSizeLessThanOrEqualTo(32);
        assertThat(manifest.at("/features/shortcuts/0/name").asText()).isNotBlank().hasSizeLessThanOrEqualTo(24);
        assertThat(manifest.at("/features/shortcuts/0/description").asText()).isNotBlank().hasSizeLessThanOrEqualTo(150);
        assertThat(manifest.at("/features/shortcuts/0/callback_id").asText()).isNotBlank().hasSizeLessThanOrEqualTo(255);
    }

    /** Events by Bolt's class: {@code ReactionAddedEvent} is {@code reaction_added}. */
    private static Set<String> events() throws IOException {
        Set<String> events = new TreeSet<>();
        found("app\\.event\\((\\w+)Event\\.class")
                .forEach(name -> events.add(name.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT)));
        assertThat(events).isNotEmpty();
        return events;
    }

    private static Set<String> found(String regex) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                Pattern.compile(regex).matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        return found;
    }

    private static JsonNode manifest(String file) {
        return Rbac.documents(Fence.MANIFESTS.resolve("slack").resolve(file)).getFirst();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
