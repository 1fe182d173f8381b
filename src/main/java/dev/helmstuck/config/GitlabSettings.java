package dev.helmstuck.config;

import java.net.URI;
import java.util.Optional;

/** {@code GITLAB_URL}, {@code GITLAB_TOKEN} (read_api) and the optional {@code GITLAB_RERUN_TOKEN} (api); the URL ends without a slash. */
public record GitlabSettings(URI url, Token token, Optional<Token> rerunToken) {}
