package dev.helmstuck.release;

/** The payload of a revision after decoding: a record, or the reason why it is none. The reason never quotes the payload. */
public sealed interface Payload {

    /** The payload decoded. */
    record Decoded(ReleaseRecord record) implements Payload {}

    /** The payload did not decode; {@code reason} says why in words that hold none of its content. */
    record Undecodable(String reason) implements Payload {}
}
