package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import okhttp3.OkHttpClient;

/**
 * Whom we take for the API server, and who we are to it.
 *
 * @param authorities who may vouch for it; empty means whom this machine trusts
 * @param unverified anybody is taken for it
 * @param serverName the name that its certificate must bear, instead of the host in its address
 * @param key our own certificate
 */
record Tls(Optional<List<X509Certificate>> authorities, boolean unverified, Optional<String> serverName, Optional<ClientKey> key) {

    /** Nothing is sent to a server that this does not hold of. */
    void apply(OkHttpClient.Builder client) {
        try {
            X509TrustManager trust = unverified ? new Anybody() : trust();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(key.map(one -> new KeyManager[]{one}).orElse(null), new TrustManager[]{trust}, null);
            SSLSocketFactory sockets = context.getSocketFactory();
            client.sslSocketFactory(serverName.<SSLSocketFactory>map(name -> new ServerName(sockets, name, !unverified)).orElse(sockets),
                    trust);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("this JVM has no TLS", impossible);
        }
        HostnameVerifier usual = new OkHttpClient().hostnameVerifier();
        serverName.ifPresent(name -> client.hostnameVerifier((host, session) -> usual.verify(name, session)));
        if (unverified) client.hostnameVerifier((host, session) -> true);
    }

    private X509TrustManager trust() throws GeneralSecurityException, IOException {
        KeyStore store = null;
        if (authorities.isPresent()) {
            store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate one : authorities.get())
                store.setCertificateEntry("authority-" + store.size(), one);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.of(factory.getTrustManagers()).filter(X509TrustManager.class::isInstance).map(X509TrustManager.class::cast)
                .findFirst().orElseThrow();
    }

    /** {@code insecure-skip-tls-verify}: the kubeconfig asks for it. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Asks for the server by this name (SNI) over the connection to whatever host it lies behind. */
    private static final class ServerName extends SSLSocketFactory {
        private final SSLSocketFactory sockets;
        private final String name;
        private final boolean verified;

        ServerName(SSLSocketFactory sockets, String name, boolean verified) {
            this.sockets = sockets;
            this.name = name;
            this.verified = verified;
        }

        @Override
        public Socket createSocket(Socket connection, String host, int port, boolean autoClose) throws IOException {
            SSLSocket socket = (SSLSocket) sockets.createSocket(connection, name, port, autoClose);
            SSLParameters parameters = socket.getSSLParameters();
            // OkHttp looks again, and is stricter; but it would complain of the host, and this one complains of the name
            if (verified) parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw unused();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw unused();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            throw unused();
        }

        private static UnsupportedOperationException unused() {
            return new UnsupportedOperationException("TLS is laid over a connection that is there");
        }
    }
}
