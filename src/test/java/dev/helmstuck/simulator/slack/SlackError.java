package dev.helmstuck.simulator.slack;

import java.util.List;

/** Slack's {@code ok:false}: an error name and, for some errors, messages that say more. */
final class SlackError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> details;

    SlackError(String name) {
        this(name, List.of());
    }

    SlackError(String name, List<String> details) {
        super(name, null, false, false);
        this.details = details;
    }

    String name() {
        return getMessage();
    }

    List<String> details() {
        return details;
    }
}
