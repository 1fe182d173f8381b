package dev.helmstuck.slack;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import com.slack.api.app_backend.slash_commands.payload.SlashCommandPayload;
import com.slack.api.bolt.App;
import com.slack.api.bolt.AppConfig;
import com.slack.api.bolt.response.Response;
import com.slack.api.model.event.ReactionAddedEvent;
import com.slack.api.model.event.ReactionRemovedEvent;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Slack tells us, handed to the {@link Inbox}; the same for both modes.
 *
 * <p>An event that the inbox could not take is not acknowledged: Slack sends it again, and the id has its effect once.
 */
@Singleton
final class SlackListeners {
    private static final Logger LOG = LoggerFactory.getLogger(SlackListeners.class);
    private static final Report APOLOGY = Report.of(Tone.BAD, "The command was not understood by the bot, and nothing was done",
            Section.plain(Line.of("Something went wrong on the bot's side; its log says what. Please try again.")));

    private final SlackSettings settings;
    private final SlackWire wire;
    private final Inbox inbox;
    private final BotIdentity ourselves;

    @Inject
    SlackListeners(SlackSettings settings, SlackWire wire, Inbox inbox, BotIdentity ourselves) {
        this.settings = settings;
        this.wire = wire;
        this.inbox = inbox;
        this.ourselves = ourselves;
    }

    /**
     * A Bolt app with our handlers and none of Bolt's middleware: that would call auth.test before an ack, and its signature check
     * takes future timestamps, replays and a blank secret. Both modes acknowledge an event without a handler (Bolt says 404), and
     * do not acknowledge one whose handler threw.
     */
    App app() {
        AppConfig config = AppConfig.builder().slack(wire.slack()).singleTeamBotToken(settings.botToken().value())
                .requestVerificationEnabled(false).authTestCacheExpirationMillis(-1).build();
        App app = new App(config, List.of());
        app.command(Pattern.compile("/.*"), (request, context) -> command(request.getPayload()));
        app.event(ReactionAddedEvent.class, (payload, context) -> {
            ReactionAddedEvent event = payload.getEvent();
            ReactionAddedEvent.Item item = event.getItem();
            return item == null
                    ? Response.ok()
                    : reaction(payload.getEventId(), event.getUser(), item.getType(), item.getChannel(), item.getTs());
        });
        app.event(ReactionRemovedEvent.class, (payload, context) -> {
            ReactionRemovedEvent event = payload.getEvent();
            ReactionRemovedEvent.Item item = event.getItem();
            return item == null
                    ? Response.ok()
                    : reaction(payload.getEventId(), event.getUser(), item.getType(), item.getChannel(), item.getTs());
        });
        new ThreadListeners(inbox, ourselves).listen(app);
        return app;
    }

    /** The chat was (re)connected. */
    void connected() {
        try {
            inbox.connected();
        } catch (RuntimeException e) {
            LOG.error("Could not look up what happened while Slack was not connected", e);
        }
    }

    private Response command(SlashCommandPayload payload) {
        Report answer;
        try {
            answer = inbox
                    .command(new Inbox.Command(known(payload.getTriggerId()), known(payload.getUserId()), known(payload.getChannelId()),
                            text(payload.getChannelName()), text(payload.getText()), known(payload.getResponseUrl())));
        } catch (RuntimeException e) {
            LOG.error("A command could not be taken", e);
            answer = APOLOGY;
        }
        return Response.builder().statusCode(200).contentType(Response.CONTENT_TYPE_APPLICATION_JSON_UTF8)
                .body(SlackConversation.body(Blocks.render(answer), true).toString()).build();
    }

    private Response reaction(String eventId, String user, String type, String channel, String ts) {
        // our own emoji under a request are no news
        boolean own = ourselves.known().map(BotIdentity.Account::userId).equals(Optional.ofNullable(user));
        if (own || !"message".equals(type)) {
            return Response.ok();
        }
        inbox.reaction(known(eventId), new MessageRef(known(channel), known(ts)));
        return Response.ok();
    }

    static String known(String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("Slack left out a field that it always sends");
        }
        return value;
    }

    static String text(String value) {
        return value == null ? "" : value;
    }
}
