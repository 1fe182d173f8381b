package dev.helmstuck.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The network before a server: carries bytes, or refuses, resets or swallows them. */
public final class Line implements AutoCloseable {
    private static final int TRIES = 50;

    private final int target;
    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger met = new AtomicInteger();
    private volatile State state = State.GOOD;
    private ServerSocket listening;
    private Socket holding = new Socket();

    private enum State {
        GOOD,
        REFUSING,
        RESETTING,
        SILENT
    }

    private Line(int target) throws IOException {
        this.target = target;
        listening = listen(0);
        port = listening.getLocalPort();
        accept(listening);
    }

    /** A line to this server on the loopback interface. */
    public static Line to(URI server) {
        try {
            return new Line(server.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same address by way of this line. */
    public URI by(URI address) {
        return URI.create(address.toString().replace("127.0.0.1:" + target, "127.0.0.1:" + port));
    }

    /** How many connections met a reset or silence. Whoever is refused is not seen. */
    public int met() {
        return met.get();
    }

    /** Connections are refused, and those that are open broken. */
    public synchronized void refuse() {
        become(State.REFUSING);
        try {
            listening.close();
            holding = hold(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are taken and broken at the first byte, and those that are open at once. */
    public void reset() {
        become(State.RESETTING);
    }

    /** Connections are taken, and whatever is sent is answered by nothing, on those that are open too. */
    public void swallow() {
        state = State.SILENT;
    }

    /** All is well again, with new connections. */
    public synchronized void heal() {
        boolean refused = state == State.REFUSING;
        become(State.GOOD);
        if (!refused) return;
        try {
            holding.close();
            listening = listen(port);
            accept(listening);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void become(State next) {
        state = next;
        open.forEach(Line::breakOff);
        open.clear();
    }

    private static ServerSocket listen(int port) throws IOException {
        return patiently(() -> {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return socket;
        });
    }

    /** Bound without listening: the port stays ours and answers as one where nobody listens. */
    private static Socket hold(int port) throws IOException {
        return patiently(() -> {
            Socket socket = new Socket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        });
    }

    /** A socket that was closed is gone a moment later, once the thread that waited on it knows. */
    private static <T> T patiently(Binding<T> binding) throws IOException {
        for (int tried = 1; tried < TRIES; tried++) {
            try {
                return binding.bind();
            } catch (IOException taken) {
                LockSupport.parkNanos(5_000_000);
            }
        }
        return binding.bind();
    }

    private interface Binding<T> {
        T bind() throws IOException;
    }

    private void accept(ServerSocket on) {
        var unused = threads.submit(() -> {
            while (!on.isClosed()) {
                Socket client = on.accept();
                open.add(client);
                var unusedCarried = threads.submit(() -> carry(client));
            }
            return null;
        });
    }

    private Void carry(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        try (client; Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            server.setTcpNoDelay(true);
            open.add(server);
            var back = threads.submit(() -> copy(server, client, false));
            copy(client, server, true);
            back.get();
        } catch (Exception broken) {
            breakOff(client);
        } finally {
            open.remove(client);
        }
        return null;
    }

    private Void copy(Socket from, Socket to, boolean there) throws IOException {
        byte[] bytes = new byte[16 * 1024];
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        try {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                switch (state) {
                    case GOOD -> out.write(bytes, 0, read);
                    case RESETTING, REFUSING -> {
                        if (there) met.incrementAndGet();
                        breakOff(from);
                        breakOff(to);
                    }
                    case SILENT -> {
                        if (there) met.incrementAndGet();
                    }
                }
            }
            to.shutdownOutput();
        } finally {
            open.remove(to);
        }
        return null;
    }

    /** So that the other side sees a reset, not an end. */
    private static void breakOff(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // it is broken already, which is what was wanted
        }
    }

    @Override
    public synchronized void close() {
        become(State.RESETTING);
        try {
            listening.close();
            holding.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
