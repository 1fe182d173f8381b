package dev.helmstuck.config;

/** A secret that must not be printed: its text form is a mask, so no log line or error can show it. */
public record Token(String value) {

    @Override
    public String toString() {
        return "****";
    }
}
