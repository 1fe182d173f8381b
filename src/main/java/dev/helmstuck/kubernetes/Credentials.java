package dev.helmstuck.kubernetes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who we are to an API server. Its text form is a mask.
 *
 * @param authorization the value of that header
 * @param key our certificate with its key
 * @param until when something better has to be asked for
 */
record Credentials(Optional<String> authorization, Optional<ClientKey> key, Optional<Instant> until) {
    static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty(), Optional.empty());
    /** What may stand in an HTTP header; anything else would end in an error that quotes it. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

    /** The header for this token; empty if it is no single line of printable letters. */
    static Optional<String> bearer(String token) {
        return Optional.of(token.strip()).filter(PRINTABLE.asMatchPredicate()).map(line -> "Bearer " + line);
    }

    static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Credentials[****]";
    }
}
