package dev.helmstuck.config;

import java.util.Optional;

/**
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, or the same in small letters, as they stand there. A URL may hold a
 * password, so the text form is a mask.
 */
public record ProxyVariables(Optional<String> https, Optional<String> http, Optional<String> no) {
    public static final ProxyVariables NONE = new ProxyVariables(Optional.empty(), Optional.empty(), Optional.empty());

    @Override
    public String toString() {
        return "ProxyVariables[****]";
    }
}
