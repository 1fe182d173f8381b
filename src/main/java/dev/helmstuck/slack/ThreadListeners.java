package dev.helmstuck.slack;

import java.util.Optional;

import com.slack.api.app_backend.interactive_components.payload.MessageShortcutPayload;
import com.slack.api.bolt.App;
import com.slack.api.bolt.response.Response;
import com.slack.api.model.event.AppMentionEvent;
import dev.helmstuck.ports.Aside;
import dev.helmstuck.ports.Inbox;

/** What is asked in a thread, where no slash command can be typed: by a mention, or from a message's menu. */
final class ThreadListeners {
    /** The callback id of the message shortcut; {@code manifests/} names the same. */
    static final String SHORTCUT = "helm-stuck-look";

    private final Inbox inbox;
    private final BotIdentity ourselves;

    ThreadListeners(Inbox inbox, BotIdentity ourselves) {
        this.inbox = inbox;
        this.ourselves = ourselves;
    }

    void listen(App app) {
        app.event(AppMentionEvent.class, (payload, context) -> mention(payload.getEventId(), payload.getEvent()));
        app.messageShortcut(SHORTCUT, (request, context) -> shortcut(request.getPayload()));
        app.viewSubmission(TargetChoice.CALLBACK, (request, context) -> {
            inbox.mention(TargetChoice.chosen(request.getPayload()));
            return Response.ok();
        });
    }

    /** A bot is not listened to, and neither is a message that was changed later: whoever read it then saw something else. */
    private Response mention(String eventId, AppMentionEvent event) {
        if (event.getBotId() != null || event.getUser() == null || event.getEdited() != null) return Response.ok();
        String user = SlackListeners.known(event.getUser());
        String channel = SlackListeners.known(event.getChannel());
        Optional<String> thread = Optional.ofNullable(event.getThreadTs());
        String words = MentionText.words(SlackListeners.text(event.getText()), ourselves.known().map(BotIdentity.Account::userId));
        inbox.mention(new Inbox.Command(SlackListeners.known(eventId), user, channel, "", words, new Aside.ByWhisper(channel, thread, user),
                thread.or(() -> Optional.of(SlackListeners.known(event.getTs())))));
        return Response.ok();
    }

    private Response shortcut(MessageShortcutPayload payload) {
        String trigger = SlackListeners.known(payload.getTriggerId());
        String thread = Optional.ofNullable(payload.getMessage().getThreadTs()).orElseGet(payload::getMessageTs);
        inbox.shortcut(new Inbox.Shortcut(new Inbox.Command(trigger, SlackListeners.known(payload.getUser().getId()),
                SlackListeners.known(payload.getChannel().getId()), SlackListeners.text(payload.getChannel().getName()), "",
                new Aside.ByAddress(SlackListeners.known(payload.getResponseUrl())), Optional.of(SlackListeners.known(thread))), trigger));
        return Response.ok();
    }
}
