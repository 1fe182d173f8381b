package dev.helmstuck.kubernetes;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on loopback that remembers what it was asked for. Whatever host it is asked for, it connects to loopback, so that a name
 * that no resolver knows is reached through it and in no other way.
 */
final class ProxyStub implements AutoCloseable {
    private static final int SOCKS5 = 5;

    private final ServerSocket listening;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Speaks HTTP and SOCKS 5, whichever comes. */
    ProxyStub() {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String place() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** What was asked for since the last time this was asked. */
    List<String> seen() {
        List<String> all = List.copyOf(seen);
        seen.clear();
        return all;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            int first = in.read();
            int port = first == SOCKS5 ? socks(in, client.getOutputStream()) : http(first, in, client.getOutputStream());
            if (port == 0) return;
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread back = Thread.ofPlatform().daemon().start(() -> pump(server, client));
                pump(client, server);
                back.join();
            }
        } catch (IOException | InterruptedException gone) {
            seen.add("a connection that ended early");
        }
    }

    private int socks(DataInputStream in, OutputStream out) throws IOException {
        in.skipNBytes(in.readUnsignedByte());
        out.write(new byte[]{SOCKS5, 0});
        in.skipNBytes(3);
        String host = in.readUnsignedByte() == 3
                ? new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
        int port = in.readUnsignedShort();
        seen.add("socks5 " + host + ":" + port);
        out.write(new byte[]{SOCKS5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        return port;
    }

    private int http(int first, InputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder().append((char) first);
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) throw new IOException("cut short");
            head.append((char) next);
        }
        String line = head.substring(0, head.indexOf(" HTTP/"));
        String named = head.toString().lines().filter(header -> header.startsWith("Proxy-Authorization: "))
                .map(header -> " as " + header.substring("Proxy-Authorization: ".length())).findFirst().orElse("");
        seen.add(line + named);
        if (line.startsWith("CONNECT ")) {
            out.write("HTTP/1.1 200 go on\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        }
        out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                .getBytes(StandardCharsets.US_ASCII));
        return 0;
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
