package dev.helmstuck.flow.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

import dev.helmstuck.ports.Inbox;

/** Ids of what a command begins. They follow from the command's own id, so that it cannot begin anything twice in the store. */
final class FreshId {
    private FreshId() {}

    /** @param what the target, or the sweep itself */
    static String of(Inbox.Command command, String what) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest((command.id() + " " + what).getBytes(StandardCharsets.UTF_8));
            ByteBuffer bits = ByteBuffer.wrap(hash);
            return new UUID(bits.getLong(), bits.getLong()).toString();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
