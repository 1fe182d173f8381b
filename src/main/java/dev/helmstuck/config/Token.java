package dev.helmstuck.config;

/** A secret that must not be printed: its text form is a mask, so no log line or error can show it. */
public record Token(String value) {

    public Token {
        // a library may take a blank secret for a default that everybody knows
        if (value.isBlank())
            throw new IllegalArgumentException("a token must not be blank");
    }

    @Override
    public String toString() {
        return "****";
    }
}
