package dev.helmstuck.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import dev.helmstuck.config.NetworkSettings;
import dev.helmstuck.config.ProxyVariables;

/**
 * Makes this process take the proxies and the authorities of the environment. Some of the clients (Jersey's, Tyrus') know no other way than
 * the JVM's own, so it is done before the first of them is made.
 */
public final class NetworkUse {
    private static final String PASSWORD = "changeit"; // of certificates, which are no secret; the JVM wants one

    private NetworkUse() {}

    /** From now on, for the whole process. */
    public static void of(NetworkSettings network) {
        // the JDK sends no name and password to a proxy in front of https unless it is told to
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
        ProxySelector.setDefault(selector(network.proxies()));
        Authenticator.setDefault(new ProxyLogins(network.proxies()));
        if (!network.authorities().isEmpty()) trust(network.authorities());
    }

    /** The way to each server, for clients that ask the JVM for it. */
    static ProxySelector selector(ProxyVariables variables) {
        return new ByVariables(variables);
    }

    private static void trust(List<X509Certificate> more) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Stream<X509Certificate> all = Stream.concat(more.stream(), Stream.of(usual().getAcceptedIssuers()));
            for (X509Certificate one : all.distinct().toList())
                store.setCertificateEntry("authority-" + store.size(), one);
            Path file = Files.createTempFile("helm-stuck-authorities", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, PASSWORD.toCharArray());
            }
            System.setProperty("javax.net.ssl.trustStore", file.toString());
            System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
            System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        } catch (GeneralSecurityException | IOException wrong) {
            throw new IllegalStateException("the certificates of HELM_STUCK_CA_BUNDLE could not be written to a file in "
                    + System.getProperty("java.io.tmpdir"), wrong);
        }
    }

    private static X509TrustManager usual() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Stream.of(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance).map(X509TrustManager.class::cast)
                .findFirst().orElseThrow();
    }

    /** A proxy by its URL; one that is none is told by whoever reads the settings. */
    private static Optional<URI> address(String url) {
        try {
            return Optional.of(new URI(url.contains("://") ? url : "http://" + url)).filter(proxy -> proxy.getHost() != null);
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }

    private static int port(URI proxy) {
        return proxy.getPort() >= 0 ? proxy.getPort() : proxy.getScheme().equalsIgnoreCase("socks5") ? 1080 : 80;
    }

    /** Which way to a server. */
    private static final class ByVariables extends ProxySelector {
        private final ProxyVariables variables;

        ByVariables(ProxyVariables variables) {
            this.variables = variables;
        }

        @Override
        public List<Proxy> select(URI server) {
            return List.of(variables.to(server).flatMap(NetworkUse::address).map(url -> new Proxy(
                    url.getScheme().equalsIgnoreCase("socks5") ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(url.getHost(), port(url)))).orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI server, SocketAddress proxy, IOException why) {
            // whoever wanted to connect says so
        }
    }

    /** Names and passwords of the proxies themselves, and of nobody else. */
    private static final class ProxyLogins extends Authenticator {
        private final ProxyVariables variables;

        ProxyLogins(ProxyVariables variables) {
            this.variables = variables;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) return null;
            return Stream.of(variables.https(), variables.http()).flatMap(Optional::stream)
                    .flatMap(url -> address(url).stream())
                    .filter(url -> getRequestingHost().equalsIgnoreCase(url.getHost()) && getRequestingPort() == port(url))
                    .map(URI::getRawUserInfo).filter(info -> info != null).findFirst().map(ProxyLogins::parsed).orElse(null);
        }

        private static PasswordAuthentication parsed(String info) {
            String[] parts = info.split(":", 2);
            return new PasswordAuthentication(decoded(parts[0]), (parts.length == 2 ? decoded(parts[1]) : "").toCharArray());
        }

        private static String decoded(String part) {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }
}
