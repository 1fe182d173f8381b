package dev.helmstuck.flow.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.helmstuck.ports.Inbox;
import dev.helmstuck.release.Sha256;

/** Ids of what a command begins. They follow from the command's own id, so that it cannot begin anything twice in the store. */
final class FreshId {
    private FreshId() {}

    /** @param what the target, or the sweep itself */
    static String of(Inbox.Command command, String what) {
        ByteBuffer bits = ByteBuffer.wrap(Sha256.of((command.id() + " " + what).getBytes(StandardCharsets.UTF_8)));
        return new UUID(bits.getLong(), bits.getLong()).toString();
    }
}
