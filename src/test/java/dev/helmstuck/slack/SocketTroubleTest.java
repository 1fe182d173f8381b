package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.simulator.slack.Connections.Reason;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Socket Mode, looked at second by second of a clock that the test moves: how often a link is opened, and what readiness says. */
class SocketTroubleTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    /** So often the connection looks after the link. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final SlackWorkspace slack = SlackWorkspace.start();
    private final WaitingClock clock = new WaitingClock();
    private final SlackSettings settings = new SlackSettings.Socket(new Token(slack.botToken()), URI.create(slack.apiUrl()),
            new Token(slack.appToken()));
    private final SlackWire wire = new SlackWire(settings, new Signals());
    private final SlackStatus status = new SlackStatus();
    private final RecordingInbox inbox = new RecordingInbox();
    private final AtomicInteger looks = new AtomicInteger();
    private final SlackSocket socket = socket();

    private SlackSocket socket() {
        SlackApi api = new SlackApi(settings, wire, clock);
        status.account(Optional.empty());
        slack.rateLimits().off();
        return new SlackSocket(api, wire, new Token(slack.appToken()),
                new SlackListeners(settings, wire, inbox, new BotIdentity(api, settings)), status, clock, delay -> looks.incrementAndGet());
    }

    @AfterEach
    void close() {
        socket.close();
        wire.close();
        slack.close();
    }

    private void connect() {
        socket.tend();
        ready(1);
    }

    private void ready(int links) {
        assertThat(slack.await(SOON, () -> status.trouble().isEmpty() && slack.connections().opened() == links))
                .as("%s after %s links", status.trouble(), slack.connections().opened()).isTrue();
    }

    /** Something happens on the socket, and the socket asks for a look. */
    private void noticed(Runnable happens) {
        int before = looks.get();
        happens.run();
        assertThat(slack.await(SOON, () -> looks.get() > before)).isTrue();
    }

    private void tendFor(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(LOOK)) {
            clock.advance(LOOK);
            socket.tend();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"warning", "refresh_requested", "a_reason_of_tomorrow"})
    void aLinkThatSlackIsAboutToEndIsReplacedOnceAndReadinessStays(String reason) {
        connect();
        tendFor(Duration.ofSeconds(5));
        noticed(() -> slack.connections().disconnect(reason));

        socket.tend();
        ready(2);
        tendFor(Duration.ofSeconds(90));

        assertThat(slack.connections().opened()).isEqualTo(2);
        assertThat(slack.connections().awaitOpen(1, SOON)).isTrue();
        assertThat(status.trouble()).isEmpty();
    }

    @Test
    void anAppThatIsSwitchedOffIsSaidAndTriedSlowlyUntilItIsOnAgain() {
        connect();
        slack.faults().always("apps.connections.open", SlackFault.error("socket_mode_is_off"));
        noticed(() -> slack.connections().disconnect(Reason.LINK_DISABLED));
        assertThat(slack.connections().awaitOpen(0, SOON)).isTrue();

        tendFor(Duration.ofMinutes(10));

        assertThat(status.trouble()).get().asString().contains("Socket Mode is switched off", "link_disabled", "socket_mode_is_off");
        assertThat(slack.calls("apps.connections.open")).as("in ten minutes").hasSizeBetween(20, 30);

        slack.faults().clear();
        tendFor(Duration.ofSeconds(31));
        ready(2);
    }

    @Test
    void tooManyWebSocketsDoNotBecomeAStormOfOurOwn() {
        slack.connections().ghosts(10);
        for (int second = 0; second < 120; second++) {
            int before = slack.connections().opened();
            int noticed = looks.get();
            socket.tend();
            // each one is ended at once, and the next look is to see that
            if (slack.connections().opened() > before) assertThat(slack.await(SOON, () -> looks.get() >= noticed + 2)).isTrue();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(slack.connections().opened()).as("in two minutes").isBetween(6, 10);
        assertThat(status.trouble()).get().asString().contains("more WebSockets open than the ten", "too_many_websockets");

        slack.connections().ghosts(0);
        tendFor(Duration.ofSeconds(31));
        assertThat(slack.await(SOON, () -> status.trouble().isEmpty())).isTrue();
    }

    @Test
    void linksThatSayHelloAndEndAtOnceAreOpenedLessAndLessOften() {
        for (int second = 0; second < 120; second++) {
            int before = slack.connections().opened();
            socket.tend();
            if (slack.connections().opened() > before) {
                ready(before + 1);
                noticed(() -> slack.connections().disconnect(Reason.LINK_DISABLED));
            }
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(slack.connections().opened()).as("in two minutes").isBetween(6, 10);
    }

    @ParameterizedTest
    @CsvSource({"internal_error,internal_error", "invalid_auth,does not accept the token", "not_allowed_token_type,xapp-",
            "token_revoked,revoked", "an_error_of_tomorrow,an_error_of_tomorrow"})
    void aRefusedOpeningIsSaidAndTriedAgainAboutTwiceAMinute(String error, String words) {
        slack.faults().always("apps.connections.open", SlackFault.error(error));
        tendFor(Duration.ofMinutes(2));
        int before = slack.calls("apps.connections.open").size();

        tendFor(Duration.ofMinutes(5));

        // what passes by itself is asked three times each time
        int tries = error.equals("internal_error") ? 3 : 1;
        assertThat(slack.calls("apps.connections.open").size() - before).isBetween(8 * tries, 12 * tries);
        assertThat(status.trouble()).get().asString().contains("cannot connect", words);

        slack.faults().clear();
        tendFor(Duration.ofSeconds(35));
        ready(1);
    }

    @Test
    void linksWithoutHelloAreSaidAndOpenedLessAndLessOften() {
        slack.connections().withoutHello(1_000);
        tendFor(Duration.ofMinutes(5));

        assertThat(slack.connections().opened()).isBetween(8, 20);
        assertThat(status.trouble()).get().asString().contains("did not say hello");

        slack.connections().withoutHello(0);
        tendFor(Duration.ofSeconds(50));
        assertThat(slack.await(SOON, () -> status.trouble().isEmpty())).isTrue();
    }

    @Test
    void connectionsThatAreNotOursAreWarnedOf() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(SlackSocket.class);
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
        try {
            slack.connections().ghosts(3);
            connect();
            assertThat(log.list).anySatisfy(event -> assertThat(event.getFormattedMessage())
                    .contains("Slack counts 4 connections of this app and this process has 1", "swallow a part of the commands"));
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
        assertThat(status.trouble()).isEmpty();
    }

    @Test
    void eightyReconnectsLeaveNoThreadAndNoSocketBehind() throws IOException {
        connect();
        reconnect(20);
        long threads = Thread.activeCount();
        long sockets = openSockets();

        reconnect(60);

        assertThat(slack.connections().opened()).isEqualTo(81);
        assertThat(slack.await(SOON, () -> Thread.activeCount() <= threads + 5)).as("%s threads became %s", threads, Thread.activeCount())
                .isTrue();
        assertThat(openSockets()).as("sockets, %s before", sockets).isLessThanOrEqualTo(sockets + 6);
        System.out.println("Socket Mode: " + threads + " threads, " + sockets + " sockets after 20 reconnects; " + Thread.activeCount()
                + " threads, " + openSockets() + " sockets after 80");
    }

    private void reconnect(int times) {
        for (int time = 0; time < times; time++) {
            int links = slack.connections().opened();
            noticed(() -> slack.connections().drop());
            clock.advance(Duration.ofMinutes(2));
            socket.tend();
            ready(links + 1);
        }
    }

    private static long openSockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(SocketTroubleTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void whatIsClosedWhileDisconnectedStaysDown() {
        connect();
        noticed(() -> slack.connections().drop());

        socket.close();
        tendFor(Duration.ofMinutes(5));

        assertThat(slack.connections().opened()).isEqualTo(1);
        assertThat(slack.calls("apps.connections.open")).hasSize(1);
    }

    @Test
    void aBotThatIsStoppedDuringAReconnectHasNoConnectionAfterwards() {
        try (ConnectedBot bot = ConnectedBot.socket(slack)) {
            bot.connection.start();
            assertThat(slack.await(SOON, () -> bot.status.trouble().isEmpty())).isTrue();
            slack.faults().next("apps.connections.open", SlackFault.delay(Duration.ofMillis(700)));
            slack.connections().drop();
            assertThat(slack.await(SOON, () -> slack.faults().left("apps.connections.open") == 0)).isTrue();
            bot.connection.close();
            int opened = slack.connections().opened();

            assertThat(slack.connections().awaitOpen(0, SOON)).isTrue();
            assertThat(slack.await(Duration.ofSeconds(6), () -> slack.connections().opened() > opened)).isFalse();
        }
    }
}
