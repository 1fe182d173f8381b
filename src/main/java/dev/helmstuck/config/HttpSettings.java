package dev.helmstuck.config;

/** {@code HTTP_HOST} and {@code HTTP_PORT}: where {@code /livez}, {@code /readyz} and, in http mode, {@code /slack/events} listen. */
public record HttpSettings(String host, int port) {
}
