package dev.helmstuck.testing.leak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers each request with another fault, one after the other, and remembers nothing. */
final class FaultyServer implements AutoCloseable {
    private static final List<Integer> STATUSES = List.of(401, 403, 404, 409, 410, 429, 500, 502, 503);
    private static final int KINDS = STATUSES.size() + 5;
    /** Silence costs a time-out, so it comes less often. */
    private static final int SILENT_EVERY = 400;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();

    FaultyServer() {
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var unused = threads.submit(() -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                var unusedServed = threads.submit(() -> serve(client));
            }
            return null;
        });
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    private Void serve(Socket client) throws IOException {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            while (read(in) && answer(client, in, requests.getAndIncrement())) {
                // the connection is kept for the next one
            }
        }
        return null;
    }

    /** Whether a whole request came. */
    private static boolean read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                in.skipNBytes(length(head.toString()));
                return true;
            }
        }
        return false;
    }

    private static int length(String head) {
        return head.lines().filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
    }

    /** Whether the connection may be used again. */
    private boolean answer(Socket client, InputStream in, int number) throws IOException {
        if (number % SILENT_EVERY == 0) {
            // until the other side has had enough: a socket of ours must not look like one of theirs
            long unused = in.transferTo(OutputStream.nullOutputStream());
            return false;
        }
        int kind = number % KINDS;
        if (kind < STATUSES.size()) return write(client, STATUSES.get(kind), "{\"ok\": false, \"message\": \"faulty\"}", 0);
        return switch (kind - STATUSES.size()) {
            case 0 -> write(client, 200, "<html><body>Sign in</body></html>", 0);
            case 1 -> write(client, 200, "", 0);
            case 2 -> write(client, 200, "{\"ok\": true, \"half\": ", 40);
            case 3 -> write(client, 200, "{\"ok\": false, \"error\": \"an_error_of_tomorrow\"}", 0);
            default -> {
                client.setSoLinger(true, 0);
                yield false;
            }
        };
    }

    private static boolean write(Socket client, int status, String body, int missing) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 " + status + " Faulty\r\nContent-Type: application/json\r\nContent-Length: " + (bytes.length + missing)
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
        return missing == 0;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
