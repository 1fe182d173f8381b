package dev.helmstuck.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The network between a bot and its database: it can be cut (connections are closed and refused) or fall silent (nothing passes). */
public final class Cable implements AutoCloseable {
    private final int to;
    private final ServerSocket door;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile CountDownLatch passage = new CountDownLatch(0);

    public Cable(int to) {
        this.to = to;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Closes all connections and every new one, until {@link #mend}. */
    public void cut() {
        cut = true;
        ends.forEach(Cable::close);
    }

    /** Lets nothing pass, on old and new connections, until {@link #mend}. */
    public void silence() {
        passage = new CountDownLatch(1);
    }

    public void mend() {
        cut = false;
        passage.countDown();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                ends.add(client);
                if (cut) {
                    close(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                ends.add(server);
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> pass(server, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket into) {
        byte[] bytes = new byte[8192];
        try {
            for (int read = from.getInputStream().read(bytes); read >= 0; read = from.getInputStream().read(bytes)) {
                passage.await();
                into.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException over) {
            // the other direction ends too
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(into);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // it is closed
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException gone) {
            // it is closed
        }
        cut();
        passage.countDown();
    }
}
