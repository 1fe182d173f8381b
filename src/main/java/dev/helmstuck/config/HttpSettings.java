package dev.helmstuck.config;

/**
 * {@code HTTP_HOST} and {@code HTTP_PORT}: where {@code /livez}, {@code /readyz}, {@code /metrics} and, in http mode, {@code /slack/events}
 * listen; port 0 is any free one.
 */
public record HttpSettings(String host, int port) {

    public HttpSettings {
        if (host.isBlank())
            throw new IllegalArgumentException("the host must not be blank");
        if (port < 0 || port > 65_535)
            throw new IllegalArgumentException("not a port: " + port);
    }
}
