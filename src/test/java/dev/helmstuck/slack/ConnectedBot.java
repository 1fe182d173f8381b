package dev.helmstuck.slack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.sun.net.httpserver.HttpServer;
import dev.helmstuck.config.NetworkSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.simulator.slack.SlackWorkspace;

/** The whole Slack adapter as the bot wires it, talking to a simulated workspace, with an inbox that only remembers. */
final class ConnectedBot implements AutoCloseable {
    final RecordingInbox inbox = new RecordingInbox();
    final SlackConnection connection;
    final SlackStatus status;
    final Conversation conversation;
    private final HttpServer server;

    private ConnectedBot(SlackSettings settings, Clock clock) {
        Injector injector = Guice.createInjector(new SlackModule(), new AbstractModule() {
            @Override
            protected void configure() {
                bind(SlackSettings.class).toInstance(settings);
                bind(Inbox.class).toInstance(inbox);
                bind(Clock.class).toInstance(clock);
                bind(NetworkSettings.class).toInstance(new NetworkSettings(ProxyVariables.NONE, List.of()));
            }
        });
        connection = injector.getInstance(SlackConnection.class);
        status = injector.getInstance(SlackStatus.class);
        conversation = injector.getInstance(Conversation.class);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(SlackHttp.PATH, injector.getInstance(SlackHttp.class));
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        server.start();
    }

    static ConnectedBot socket(SlackWorkspace slack) {
        return socket(slack, slack.appToken());
    }

    static ConnectedBot socket(SlackWorkspace slack, String appToken) {
        return new ConnectedBot(new SlackSettings.Socket(new Token(slack.botToken()), URI.create(slack.apiUrl()), new Token(appToken)),
                Clock.systemUTC());
    }

    static ConnectedBot http(SlackWorkspace slack, Clock clock) {
        return new ConnectedBot(
                new SlackSettings.Http(new Token(slack.botToken()), URI.create(slack.apiUrl()), new Token(slack.signingSecret())), clock);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + SlackHttp.PATH);
    }

    @Override
    public void close() {
        connection.close();
        connection.hangUp();
        server.stop(0);
    }
}
