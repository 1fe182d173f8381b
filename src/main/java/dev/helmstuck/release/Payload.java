package dev.helmstuck.release;

/**
 * The payload of a revision after decoding: a record, or the reason why it is none. The reason never quotes the payload.
 *
 * <p>That we do not read a record says nothing of Helm: what Helm cannot decode it skips in silence, what only we do not read it counts.
 */
public sealed interface Payload {

    /** The payload decoded. */
    record Decoded(ReleaseRecord record) implements Payload {}

    /** Helm cannot decode it either and skips it; {@code reason} says why in words that hold none of its content. */
    record Undecodable(String reason) implements Payload {}

    /** Helm may well read it, and then counts it and locks by it; {@code reason} says why we do not. */
    record Doubtful(String reason) implements Payload {}
}
