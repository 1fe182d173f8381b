package dev.helmstuck.kubernetes;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A block of a PEM text (RFC 7468); whatever stands between the blocks is passed over. */
final class Pem {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*(?:-(?!----END)[^-]*)*)-----END \\1-----");
    private static final Pattern HEADER = Pattern.compile("(?m)^[^\\n:]*:.*$");

    private final String kind;
    private final String content;

    private Pem(MatchResult block) {
        this.kind = block.group(1);
        this.content = block.group(2);
    }

    static List<Pem> blocks(byte[] text) {
        return BLOCK.matcher(new String(text, StandardCharsets.ISO_8859_1)).results().map(Pem::new).toList();
    }

    /** All certificates, at least one. */
    static List<X509Certificate> certificates(byte[] text) throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Pem block : blocks(text)) {
            if (!block.kind.equals("CERTIFICATE")) continue;
            all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
        if (all.isEmpty()) throw new CertificateException("none");
        return List.copyOf(all);
    }

    boolean isPrivateKey() {
        return kind.endsWith("PRIVATE KEY");
    }

    boolean isEncrypted() {
        return kind.startsWith("ENCRYPTED ") || content.contains("ENCRYPTED");
    }

    /** @throws GeneralSecurityException if it is no base64 */
    byte[] der() throws GeneralSecurityException {
        try {
            return Base64.getDecoder().decode(HEADER.matcher(content).replaceAll("").replaceAll("\\s", ""));
        } catch (IllegalArgumentException broken) {
            throw new GeneralSecurityException("no base64");
        }
    }
}
