package dev.helmstuck.slack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.function.BiConsumer;

import com.slack.api.Slack;
import com.slack.api.socket_mode.SocketModeClient;
import com.slack.api.socket_mode.impl.SocketModeClientTyrusImpl;
import com.slack.api.socket_mode.queue.SocketModeMessageQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket to Slack, from its address to its end; never reconnects by itself.
 *
 * <p>The SDK's client would poll its queue every 10 ms, process on one thread, and reconnect after it was stopped. Its queue is
 * replaced by our own receiver, and its monitor and reconnection are left off.
 */
final class SocketLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);
    private final SocketModeClient client;
    private final Object sending = new Object();
    private volatile boolean greeted;
    private volatile boolean leaving;

    /**
     * @param receiver gets each frame on the socket's thread
     * @param closed told when the socket is closed by either side
     */
    SocketLink(Slack slack, String appToken, String address, BiConsumer<SocketLink, String> receiver, Runnable closed) throws IOException {
        try {
            client = new SocketModeClientTyrusImpl(slack, appToken, address, 0, new Receiver(receiver), false, false, 1);
        } catch (URISyntaxException e) {
            throw new IOException("Slack gave an odd address for the WebSocket", e);
        }
        client.addWebSocketCloseListener((code, reason) -> closed.run());
    }

    /** Connects; whether it worked shows in {@link #alive}. */
    void open() throws IOException {
        client.connect();
    }

    /** Asks the other side; takes up to three seconds if there is none. One caller at a time. */
    boolean alive() {
        return client.verifyConnection();
    }

    /** Slack said hello: from now on events come this way. */
    void greet() {
        greeted = true;
    }

    boolean greeted() {
        return greeted;
    }

    /** Slack said that it ends this link. */
    void leave() {
        leaving = true;
    }

    boolean leaving() {
        return leaving;
    }

    /** Sends a frame; false if the socket is gone, which the sender cannot help. */
    boolean send(String frame) {
        try {
            synchronized (sending) {
                client.sendWebSocketMessage(frame);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn("An acknowledgement did not reach Slack, which will send the event again: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Closing a WebSocket to Slack", e);
        }
    }

    /** Hands frames on instead of keeping them. */
    private final class Receiver implements SocketModeMessageQueue {
        private final BiConsumer<SocketLink, String> receiver;

        Receiver(BiConsumer<SocketLink, String> receiver) {
            this.receiver = receiver;
        }

        @Override
        public void add(String message) {
            receiver.accept(SocketLink.this, message);
        }

        @Override
        public String poll() {
            return null;
        }
    }
}
