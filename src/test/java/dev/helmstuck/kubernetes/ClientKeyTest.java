package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every kind of private key that kubectl reads, in every dress; of any other kind it is said that it is not read. */
@NeedsRealCluster
class ClientKeyTest {
    private static final Certificates CA = Certificates.AUTHORITY;
    private static final ApiStub SERVER = ApiStub.tls(CA.forAddress("127.0.0.1"));
    private static final String P256 = "06082a8648ce3d030107";
    private static final String P384 = "06052b81040022";
    private static final String P521 = "06052b81040023";
    private static final KeyPair RSA = Certificates.keys("RSA", "");
    private static final KeyPair EC = Certificates.keys("EC", "secp256r1");
    private static final KeyPair EC384 = Certificates.keys("EC", "secp384r1");
    private static final KeyPair EC521 = Certificates.keys("EC", "secp521r1");
    private static final KeyPair ED25519 = Certificates.keys("Ed25519", "");
    private static final String SEC1 = Certificates.pem("EC PRIVATE KEY", Certificates.sec1(EC.getPrivate().getEncoded(), P256));
    private static final String PARAMETERS = Certificates.pem("EC PARAMETERS", HexFormat.of().parseHex(P256));

    @TempDir
    Path folder;

    /** @param words what the bot says of a key that it does not read; blank if it and kubectl do */
    record KeyRow(String name, String words, KeyPair keys, String pem) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static KeyRow read(String name, KeyPair keys, String pem) {
        return new KeyRow(name, "", keys, pem);
    }

    private static KeyRow refused(String name, String words, KeyPair keys, String pem) {
        return new KeyRow(name, words, keys, pem);
    }

    private static String pkcs8(KeyPair keys) {
        return Certificates.pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static String pkcs1(KeyPair keys) {
        return Certificates.pem("RSA PRIVATE KEY", Certificates.pkcs1(keys.getPrivate().getEncoded()));
    }

    private static String sec1(KeyPair keys, String curve) {
        return Certificates.pem("EC PRIVATE KEY", Certificates.sec1(keys.getPrivate().getEncoded(), curve));
    }

    private static String encrypted() {
        try {
            Cipher cipher = Cipher.getInstance("PBEWithSHA1AndDESede");
            cipher.init(Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance("PBEWithSHA1AndDESede").generateSecret(new PBEKeySpec("p".toCharArray())));
            byte[] whole = new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(EC.getPrivate().getEncoded())).getEncoded();
            return Certificates.pem("ENCRYPTED PRIVATE KEY", whole);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static final List<KeyRow> ROWS = List.of(read("RSA in PKCS#8", RSA, pkcs8(RSA)), read("RSA in PKCS#1", RSA, pkcs1(RSA)),
            read("EC in PKCS#8", EC, pkcs8(EC)), read("EC in SEC 1", EC, SEC1), read("EC after its parameters", EC, PARAMETERS + SEC1),
            read("EC P-384 in PKCS#8", EC384, pkcs8(EC384)), read("EC P-384 in SEC 1", EC384, sec1(EC384, P384)),
            read("EC P-521 in SEC 1", EC521, sec1(EC521, P521)), read("Ed25519", ED25519, pkcs8(ED25519)),
            read("text before, after and around", EC, "Bag Attributes\n    friendlyName: x\n" + pkcs8(EC) + "\n# the end\n"),
            read("lines that end as on Windows", EC, pkcs8(EC).replace("\n", "\r\n")),
            read("a certificate before the key", EC, CA.pem() + pkcs8(EC)),
            read("PKCS#8 under the name of RSA", RSA, pkcs8(RSA).replace("PRIVATE", "RSA PRIVATE")),
            refused("encrypted PKCS#8", "client-key is encrypted with a passphrase", EC, encrypted()),
            refused("encrypted in the old way", "client-key is encrypted with a passphrase", RSA,
                    Certificates.pem("RSA PRIVATE KEY", new byte[64]).replaceFirst("\n",
                            "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n")),
            refused("no key", "client-key holds no private key", EC, CA.pem()),
            refused("empty", "client-key holds no private key", EC, "\n"),
            refused("another key", "client-key does not belong to the client certificate", EC, pkcs8(EC384)),
            refused("another kind of key", "client-key does not belong to the client certificate", EC, pkcs8(RSA)),
            refused("X25519", "client-key is of a kind that is not read", EC, pkcs8(Certificates.keys("X25519", ""))),
            refused("no base64", "client-key is of a kind that is not read", EC,
                    "-----BEGIN PRIVATE KEY-----\n%%%%\n-----END PRIVATE KEY-----\n"),
            refused("cut short", "client-key is of a kind that is not read", EC,
                    Certificates.pem("EC PRIVATE KEY", Arrays.copyOf(Certificates.sec1(EC.getPrivate().getEncoded(), P256), 20))));

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ROWS")
    void a_key_is_read_as_kubectl_reads_it_or_its_kind_is_named(KeyRow row) throws IOException {
        Files.writeString(folder.resolve("client.crt"), CA.forClient("bot", row.keys()).pem());
        Files.writeString(folder.resolve("client.key"), row.pem());
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: u, user: {client-certificate: client.crt, client-key: client.key}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                """.formatted(SERVER.url(), CA.base64()));
        String printed = Kubectl.ask(folder, List.of(kubeconfig), Map.of());
        var byKubectl = SERVER.asked();
        Optional<UnavailableException> trouble = ask(kubeconfig);
        assertThat(byKubectl).as(printed).isEqualTo(row.words().isEmpty() ? List.of(Map.of("certificate", List.of("CN=bot"))) : List.of());
        assertThat(SERVER.asked()).as(trouble.toString()).isEqualTo(byKubectl);
        String key = row.pem().lines().filter(line -> line.length() > 40).findFirst().orElse("-----");
        trouble.ifPresent(
                why -> assertThat(why).hasMessageContaining("users.u.user.").hasMessageContaining(row.words()).hasMessageNotContaining(key)
                        .hasNoCause());
    }

    private static Optional<UnavailableException> ask(Path kubeconfig) {
        try (KubernetesCluster cluster = Place.impatient(kubeconfig)) {
            return Optional.ofNullable(catchThrowableOfType(UnavailableException.class, () -> cluster.ready(Place.target("x", "ns"))));
        }
    }
}
