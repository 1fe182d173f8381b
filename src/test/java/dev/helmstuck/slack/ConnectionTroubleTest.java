package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTroubleTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private final SlackWorkspace slack = SlackWorkspace.start();

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void aWrongAppTokenIsToldInWordsAndDoesNotEndTheProcess() {
        try (ConnectedBot bot = ConnectedBot.socket(slack, "xapp-wrong")) {
            bot.connection.start();

            assertThat(bot.status.trouble()).get().asString().startsWith("Slack: cannot connect: ").contains("token")
                    .doesNotContain("xapp-wrong");
        }
    }

    @Test
    void aSlackThatIsAwayAtTheStartIsTriedUntilItIsThere() {
        slack.faults().next("auth.test", SlackFault.error("account_inactive"));
        try (ConnectedBot bot = ConnectedBot.socket(slack)) {
            bot.connection.start();
            assertThat(bot.status.trouble()).get().asString().contains("deactivated");

            assertThat(slack.await(SOON, () -> bot.status.trouble().isEmpty())).isTrue();
        }
    }

    @Test
    void aConnectionWithoutHelloIsNotReadyAndIsReplacedAfterAWhile() {
        SlackSettings settings = new SlackSettings.Socket(new Token(slack.botToken()), URI.create(slack.apiUrl()),
                new Token(slack.appToken()));
        WaitingClock clock = new WaitingClock();
        SlackWire wire = new SlackWire(settings, new Signals());
        SlackApi api = new SlackApi(settings, wire, clock);
        SlackStatus status = new SlackStatus();
        status.account(Optional.empty());
        SlackListeners listeners = new SlackListeners(settings, wire, new RecordingInbox(), new BotIdentity(api, settings));
        try (wire; SlackSocket socket = new SlackSocket(api, wire, new Token(slack.appToken()), listeners, status, clock, delay -> {})) {
            slack.connections().withoutHello(1);
            socket.tend();
            clock.advance(Duration.ofSeconds(14));
            socket.tend();
            assertThat(status.trouble()).isPresent();
            assertThat(slack.connections().opened()).isEqualTo(1);

            clock.advance(Duration.ofSeconds(2));
            socket.tend();
            assertThat(slack.await(SOON, () -> status.trouble().isEmpty())).isTrue();
            assertThat(slack.connections().opened()).isEqualTo(2);
        }
    }
}
