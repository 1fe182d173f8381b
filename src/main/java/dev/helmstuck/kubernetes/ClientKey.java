package dev.helmstuck.kubernetes;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Our certificate and its private key. It is shown to every server that asks for one, whichever issuers the server names, as
 * kubectl does: an authority in between is often known to the server and not named.
 */
final class ClientKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "bot";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ClientKey(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /** @param wrong makes an exception of a key of the file and what is wrong with it */
    static ClientKey read(byte[] certificates, byte[] key, BiFunction<String, String, RuntimeException> wrong) {
        List<X509Certificate> chain;
        try {
            chain = Pem.certificates(certificates);
        } catch (GeneralSecurityException unreadable) {
            throw wrong.apply("client-certificate", "holds no certificate that can be read");
        }
        PrivateKey read = PrivateKeys.read(key, what -> wrong.apply("client-key", what));
        if (!fits(chain.getFirst(), read)) throw wrong.apply("client-key", "does not belong to the client certificate");
        return new ClientKey(chain, read);
    }

    private static boolean fits(X509Certificate certificate, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> "EdDSA";
            });
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[]{ALIAS};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
