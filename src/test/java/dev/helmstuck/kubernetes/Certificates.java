package dev.helmstuck.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of the tests, and what it vouches for. Writes X.509 itself: no JDK has a public way, and keytool is slow. */
final class Certificates {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SHA256_WITH_ECDSA = HEX.parseHex("300a06082a8648ce3d040302");
    private static final byte[] VERSION_3 = HEX.parseHex("a003020102");
    private static final byte[] COMMON_NAME = HEX.parseHex("0603550403");
    private static final byte[] ALTERNATIVE_NAMES = HEX.parseHex("0603551d11");
    private static final byte[] BASIC_CONSTRAINTS = HEX.parseHex("0603551d130101ff040530030101ff");

    /** Length of the small number that each of these starts with. */
    private static final int VERSION = 3;

    static final Certificates AUTHORITY = new Certificates("the authority of the tests");

    private final String name;
    private final KeyPair keys = keys("EC", "secp256r1");
    private final X509Certificate certificate;

    /** Keys with their certificate. */
    record Issued(KeyPair keys, X509Certificate certificate) {
        String pem() {
            return Certificates.pem("CERTIFICATE", encoded(certificate));
        }

        String keyPem() {
            return Certificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }
    }

    private Certificates(String name) {
        this.name = name;
        this.certificate = issue(name, keys, element(0x30, BASIC_CONSTRAINTS));
    }

    static KeyPair keys(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!curve.isEmpty()) generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String pem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    String base64() {
        return base64(pem());
    }

    /** For a server that is asked for by an address like 127.0.0.1. */
    Issued forAddress(String address) {
        byte[] bytes = new byte[4];
        String[] parts = address.split("\\.", -1);
        for (int i = 0; i < bytes.length; i++)
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        return issue(address, element(0x87, bytes));
    }

    /** For a server of this name. */
    Issued forHost(String host) {
        return issue(host, element(0x82, host.getBytes(StandardCharsets.US_ASCII)));
    }

    /** A client of this name with these keys. */
    Issued forClient(String client, KeyPair keys) {
        return new Issued(keys, issue(client, keys, alternatives(element(0x82, "client".getBytes(StandardCharsets.US_ASCII)))));
    }

    private Issued issue(String subject, byte[] alternative) {
        KeyPair its = keys("EC", "secp256r1");
        return new Issued(its, issue(subject, its, alternatives(alternative)));
    }

    private static byte[] alternatives(byte[] name) {
        return element(0x30, ALTERNATIVE_NAMES, element(0x04, element(0x30, name)));
    }

    private X509Certificate issue(String subject, KeyPair its, byte[] extension) {
        byte[] serial = element(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray());
        byte[] validity = element(0x30, element(0x17, "200101000000Z".getBytes(StandardCharsets.US_ASCII)),
                element(0x17, "490101000000Z".getBytes(StandardCharsets.US_ASCII)));
        byte[] body = element(0x30, VERSION_3, serial, SHA256_WITH_ECDSA, distinguished(name), validity, distinguished(subject),
                its.getPublic().getEncoded(), element(0xa3, element(0x30, extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] whole = element(0x30, body, SHA256_WITH_ECDSA, element(0x03, new byte[1], signature.sign()));
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] distinguished(String name) {
        byte[] text = element(0x0c, name.getBytes(StandardCharsets.UTF_8));
        return element(0x30, element(0x31, element(0x30, COMMON_NAME, text)));
    }

    /** The TLS of a server that shows this certificate, and knows clients of this authority. */
    SSLContext server(Issued shown) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", (Key) shown.keys().getPrivate(), new char[0], new X509Certificate[]{shown.certificate()});
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(store, new char[0]);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", certificate);
            TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            others.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    /** An RSA key without the envelope of PKCS#8: PKCS#1. */
    static byte[] pkcs1(byte[] pkcs8) {
        byte[] sequence = content(pkcs8, 0);
        return content(sequence, VERSION + length(sequence, VERSION));
    }

    /** An EC key without that envelope, but with the curve that RFC 5915 wants in it and the JDK leaves out: SEC 1. */
    static byte[] sec1(byte[] pkcs8, String curve) {
        byte[] inner = content(pkcs1(pkcs8), 0);
        return element(0x30, Arrays.copyOf(inner, VERSION + length(inner, VERSION)), element(0xa0, HEX.parseHex(curve)));
    }

    /** Bytes of the element that starts at {@code at}, head included. */
    private static int length(byte[] der, int at) {
        return head(der, at) + size(der, at);
    }

    private static byte[] content(byte[] der, int at) {
        int from = at + head(der, at);
        return Arrays.copyOfRange(der, from, from + size(der, at));
    }

    private static int head(byte[] der, int at) {
        return der[at + 1] >= 0 ? 2 : 2 + (der[at + 1] & 0x7f);
    }

    private static int size(byte[] der, int at) {
        return der[at + 1] >= 0 ? der[at + 1] : new BigInteger(1, Arrays.copyOfRange(der, at + 2, at + head(der, at))).intValue();
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        all.write(tag);
        if (length >= 0x80) all.write(length > 0xff ? 0x82 : 0x81);
        if (length > 0xff) all.write(length >> 8);
        all.write(length);
        for (byte[] part : parts)
            all.writeBytes(part);
        return all.toByteArray();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
