package dev.helmstuck.slack;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.doctor.ChatScope;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who the bot is in Slack, asked once: a token belongs to one account for good. */
@Singleton
final class BotIdentity {
    /** What the bot needs; {@code manifests/} asks for the same. */
    static final Set<String> SCOPES = ChatScope.all();
    private static final Logger LOG = LoggerFactory.getLogger(BotIdentity.class);

    private final SlackApi api;
    private final Token botToken;
    private volatile Optional<Account> account = Optional.empty();

    @Inject
    BotIdentity(SlackApi api, SlackSettings settings) {
        this.api = api;
        this.botToken = settings.botToken();
    }

    /** The account; asks Slack if that was not done yet. */
    Account account() {
        return account.orElseGet(this::ask);
    }

    /** The account if it is known already. */
    Optional<Account> known() {
        return account;
    }

    private Account ask() {
        Attempt.Answered answer;
        try {
            answer = api.ask(botToken, "auth.test", Map.of());
        } catch (SlackError e) {
            throw e.inWords();
        }
        JsonNode body = answer.body();
        Account found = new Account(body.path("user_id").asText(""), text(body, "bot_id"), body.path("team_id").asText(""),
                text(body, "enterprise_id"), text(body, "url"));
        if (found.userId().isEmpty() || found.teamId().isEmpty()) {
            throw new UnavailableException("Slack", "Slack does not say who the bot is (auth.test without user_id or team_id).");
        }
        answer.scopes().ifPresent(BotIdentity::compareScopes);
        account = Optional.of(found);
        return found;
    }

    private static void compareScopes(String header) {
        Set<String> missing = new TreeSet<>(SCOPES);
        for (String scope : header.split(",", -1)) {
            missing.remove(scope.strip());
        }
        if (!missing.isEmpty()) {
            LOG.warn("The Slack app lacks the scopes {}: add them under \"OAuth & Permissions\" and install the app again", missing);
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText("")).filter(text -> !text.isBlank());
    }

    /** The bot's account; {@code home} is the address of its workspace, ending in a slash. */
    record Account(String userId, Optional<String> botId, String teamId, Optional<String> enterpriseId, Optional<String> home) {}
}
