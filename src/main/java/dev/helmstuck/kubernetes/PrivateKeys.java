package dev.helmstuck.kubernetes;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Private keys in PEM, of the kinds that kubectl reads: PKCS#8 (RSA, EC, Ed25519), PKCS#1 (RSA) and SEC 1 (EC, with or without a
 * block of parameters before it). The JDK reads PKCS#8 only, so the other two are put into its envelope.
 */
final class PrivateKeys {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] VERSION = HEX.parseHex("020100");
    private static final byte[] RSA = HEX.parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    /** The curve of a SEC 1 key (RFC 5915). */
    private static final int PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /** @param wrong makes an exception of what is wrong with the text */
    static PrivateKey read(byte[] text, Function<String, RuntimeException> wrong) {
        Pem block = Pem.blocks(text).stream().filter(Pem::isPrivateKey).findFirst()
                .orElseThrow(() -> wrong.apply("holds no private key in PEM"));
        if (block.isEncrypted()) throw wrong.apply("is encrypted with a passphrase, which neither kubectl nor the bot can ask for");
        return key(block)
                .orElseThrow(() -> wrong.apply("is of a kind that is not read; RSA, EC on P-256, P-384 or P-521, and Ed25519 are"));
    }

    private static Optional<PrivateKey> key(Pem block) {
        try {
            byte[] der = block.der();
            for (byte[] envelope : List.of(der, envelope(RSA, der), envelope(join(EC, curve(der)), der))) {
                for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
                    Optional<PrivateKey> key = key(algorithm, envelope);
                    if (key.isPresent()) return key;
                }
            }
        } catch (GeneralSecurityException noBase64) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (java.security.spec.InvalidKeySpecException another) {
            return Optional.empty();
        }
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, join(VERSION, element(SEQUENCE, algorithm), element(OCTETS, key)));
    }

    private static byte[] element(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[]{(byte) tag, (byte) length}
                : new byte[]{(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts)
            all.writeBytes(part);
        return all.toByteArray();
    }

    /** The curve that a SEC 1 key names; empty if this is none or names none. */
    private static byte[] curve(byte[] der) {
        try {
            ByteBuffer inside = ByteBuffer.wrap(der);
            if ((inside.get() & 0xff) != SEQUENCE) return new byte[0];
            length(inside);
            while (inside.hasRemaining()) {
                int tag = inside.get() & 0xff;
                byte[] content = new byte[length(inside)];
                if (content.length > inside.remaining()) return new byte[0];
                inside.get(content);
                if (tag == PARAMETERS) return content;
            }
        } catch (BufferUnderflowException cutShort) {
            return new byte[0];
        }
        return new byte[0];
    }

    private static int length(ByteBuffer at) {
        int first = at.get() & 0xff;
        if (first < 0x80) return first;
        return switch (first) {
            case 0x81 -> at.get() & 0xff;
            case 0x82 -> at.getShort() & 0xffff;
            default -> throw new BufferUnderflowException();
        };
    }
}
