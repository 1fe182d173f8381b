package dev.helmstuck.simulator.slack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;

/** The WebSocket server under {@link Connections}: loopback only, a port of its own. */
final class SocketServer extends WebSocketServer {

    private static final int ONE_DECODER = 1;

    private final Connections connections;
    private final CountDownLatch started = new CountDownLatch(1);

    SocketServer(Connections connections) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ONE_DECODER);
        this.connections = connections;
        setReuseAddr(true);
        setDaemon(true);
        setTcpNoDelay(true);
        setConnectionLostTimeout(0);
    }

    void listen() {
        start();
        try {
            if (!started.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the WebSocket server does not start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        try {
            stop(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onStart() {
        started.countDown();
    }

    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(WebSocket socket, Draft draft, ClientHandshake request)
            throws InvalidDataException {
        String query = Optional.ofNullable(URI.create(request.getResourceDescriptor()).getRawQuery()).orElse("");
        if (!connections.takeTicket(query)) {
            throw new InvalidDataException(1008, "the ticket is not valid");
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        connections.opened(socket);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        connections.closed(socket);
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        connections.received(socket, message);
    }

    @Override
    public void onWebsocketPing(WebSocket socket, Framedata ping) {
        if (!connections.isDead(socket)) {
            super.onWebsocketPing(socket, ping);
        }
    }

    /** A broken connection is closed by the server itself, and that is all there is to do. */
    @Override
    public void onError(WebSocket socket, Exception broken) {
        if (socket != null) {
            connections.closed(socket);
        }
    }
}
