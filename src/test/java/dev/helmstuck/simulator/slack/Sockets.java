package dev.helmstuck.simulator.slack;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Bare WebSockets that keep what they hear. */
final class Sockets implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> frames;

    Sockets(Queue<String> frames) {
        this.frames = frames;
    }

    /** Whether the server let us in. */
    boolean open(String url) {
        return client.newWebSocketBuilder().buildAsync(URI.create(url), new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                frames.add(text.toString());
                socket.request(1);
                return CompletableFuture.completedStage(null);
            }
        }).handle((socket, refused) -> refused == null).join();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
