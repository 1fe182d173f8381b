package dev.helmstuck.slack;

import com.google.inject.AbstractModule;
import dev.helmstuck.ports.ChatProbe;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.People;

/**
 * Binds {@link Conversation} and {@link People} to Slack. {@link SlackConnection}, {@link SlackHttp} and {@link SlackStatus} can be
 * injected; {@code SlackSettings}, {@code Inbox} and {@code Clock} are bound elsewhere.
 */
public final class SlackModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Conversation.class).to(SlackConversation.class);
        bind(ChatProbe.class).to(SlackProbe.class);
        bind(People.class).to(SlackPeople.class);
        bind(Waiting.class).to(StoppableWaiting.class);
    }
}
