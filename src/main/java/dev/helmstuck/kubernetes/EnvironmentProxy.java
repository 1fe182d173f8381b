package dev.helmstuck.kubernetes;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.helmstuck.config.ProxyVariables;
import okhttp3.HttpUrl;

/**
 * The proxy that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} give to a server, by the rules of kubectl (Go's
 * {@code httpproxy}): a server on this machine is never behind one.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config">httpproxy.Config</a>
 */
final class EnvironmentProxy {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-f.]*:[0-9a-f:.]*");
    private static final Pattern NETWORK = Pattern.compile("(.+)/(\\d{1,3})");
    private static final Pattern PLACE = Pattern.compile("\\[?(.+?)]?(?::(\\d+))?");

    private EnvironmentProxy() {}

    static ClusterProxy of(ProxyVariables variables, HttpUrl server) {
        Optional<String> url = server.isHttps() ? variables.https() : variables.http();
        if (url.isEmpty() || isLoopback(server.host()) || excepted(variables.no().orElse(""), server)) return ClusterProxy.NONE;
        String variable = server.isHttps() ? "HTTPS_PROXY" : "HTTP_PROXY";
        // kubectl takes socks5h for socks5 here (and refuses it in proxy-url): both leave the names to the proxy
        String whole = url.get().contains("://") ? url.get().replaceFirst("^(?i)socks5h://", "socks5://") : "http://" + url.get();
        return ClusterProxy.of(whole, what -> ClusterErrors.of("the environment variable " + variable + " " + what));
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static boolean excepted(String list, HttpUrl server) {
        return Arrays.stream(list.split(",")).map(entry -> entry.strip().toLowerCase(Locale.ROOT)).filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || excepts(entry, server));
    }

    private static boolean excepts(String entry, HttpUrl server) {
        Optional<InetAddress> address = address(server.host());
        Matcher network = NETWORK.matcher(entry);
        if (network.matches()) return address.isPresent() && inside(network.group(1), Integer.parseInt(network.group(2)), address.get());
        Optional<InetAddress> whole = address(entry);
        if (whole.isPresent()) return whole.equals(address);
        Matcher place = PLACE.matcher(entry);
        if (!place.matches() || (place.group(2) != null && Integer.parseInt(place.group(2)) != server.port())) return false;
        return address.isPresent() ? address.equals(address(place.group(1))) : within(place.group(1), server.host());
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
}
