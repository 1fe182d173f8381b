package dev.helmstuck.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes on to a server as they are, TLS too, and counts what comes back. */
final class CountingRelay implements AutoCloseable {
    private final ServerSocket door;
    private final URI server;
    private final AtomicLong read = new AtomicLong();

    CountingRelay(URI server) {
        this.server = server;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::serve);
    }

    /** A kubeconfig of the server, with this in between. */
    Path kubeconfig(Path original, Path copy) {
        try {
            return Files.writeString(copy, Files.readString(original).replace(":" + server.getPort(), ":" + door.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back from the server since the last time that this was asked. */
    long bytes() {
        return read.getAndSet(0);
    }

    private void serve() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket upstream = new Socket(server.getHost(), server.getPort());
                Thread.ofPlatform().daemon().start(() -> pass(client, upstream, new AtomicLong()));
                Thread.ofPlatform().daemon().start(() -> pass(upstream, client, read));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private static void pass(Socket from, Socket to, AtomicLong count) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            byte[] some = new byte[65536];
            for (int got = in.read(some); got >= 0; got = in.read(some)) {
                count.addAndGet(got);
                out.write(some, 0, got);
            }
        } catch (IOException over) {
            // either side has enough
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
