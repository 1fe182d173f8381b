package dev.helmstuck.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, or the same in small letters, as they stand there, by the rules of Go's
 * {@code httpproxy}: a server on this machine is never behind one. A URL may hold a password, so the text form is a mask.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config">httpproxy.Config</a>
 */
public record ProxyVariables(Optional<String> https, Optional<String> http, Optional<String> no) {
    public static final ProxyVariables NONE = new ProxyVariables(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-f.]*:[0-9a-f:.]*");
    private static final Pattern NETWORK = Pattern.compile("(.+)/(\\d{1,3})");
    private static final Pattern PLACE = Pattern.compile("\\[?(.+?)]?(?::(\\d+))?");

    /** The same for a server by its URL; {@code ws} is like http and {@code wss} like https, and nothing else is behind a proxy. */
    public Optional<String> to(URI server) {
        String scheme = String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT);
        if (server.getHost() == null || !List.of("http", "https", "ws", "wss").contains(scheme)) return Optional.empty();
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        int usual = secure ? 443 : 80;
        String host = server.getHost().toLowerCase(Locale.ROOT);
        return to(secure, host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                server.getPort() < 0 ? usual : server.getPort());
    }

    /**
     * The URL of the proxy that a server is behind; http:// where the variable names no scheme.
     *
     * @param secure whether the server is spoken to by TLS
     * @param host a name in small letters, or an address without brackets
     */
    public Optional<String> to(boolean secure, String host, int port) {
        return (secure ? https : http).filter(url -> !isLoopback(host) && !excepted(no.orElse(""), host, port))
                // socks5h is socks5 here: both leave the names to the proxy
                .map(url -> url.contains("://") ? url.replaceFirst("^(?i)socks5h://", "socks5://") : "http://" + url);
    }

    /** Whether this is the machine itself. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost") || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static boolean excepted(String list, String host, int port) {
        return Arrays.stream(list.split(",")).map(entry -> entry.strip().toLowerCase(Locale.ROOT)).filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || excepts(entry, host, port));
    }

    private static boolean excepts(String entry, String host, int port) {
        Optional<InetAddress> address = address(host);
        Matcher network = NETWORK.matcher(entry);
        if (network.matches()) return address.isPresent() && inside(network.group(1), Integer.parseInt(network.group(2)), address.get());
        Optional<InetAddress> whole = address(entry);
        if (whole.isPresent()) return whole.equals(address);
        Matcher place = PLACE.matcher(entry);
        if (!place.matches() || (place.group(2) != null && Integer.parseInt(place.group(2)) != port)) return false;
        return address.isPresent() ? address.equals(address(place.group(1))) : within(place.group(1), host);
    }

    /** {@code .example} and {@code *.example} are what is below it, {@code example} is also itself. */
    private static boolean within(String domain, String host) {
        String name = domain.startsWith("*.") ? domain.substring(1) : domain;
        return name.startsWith(".") ? host.endsWith(name) : host.equals(name) || host.endsWith("." + name);
    }

    private static boolean inside(String network, int bits, InetAddress address) {
        Optional<InetAddress> base = address(network).filter(one -> one.getClass() == address.getClass());
        if (base.isEmpty()) return false;
        int shift = address.getAddress().length * Byte.SIZE - bits;
        return shift >= 0 && number(base.get()).shiftRight(shift).equals(number(address).shiftRight(shift));
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    /** The address that this text is; a name is none, and is looked up nowhere. */
    private static Optional<InetAddress> address(String text) {
        try {
            return LITERAL.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "ProxyVariables[****]";
    }
}
