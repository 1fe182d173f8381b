package dev.helmstuck.simulator.slack;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What the app's bot token may do; at first everything that the app's manifest asks for. */
final class Scopes {

    private final Set<String> granted = new ConcurrentSkipListSet<>(List.of("app_mentions:read", "channels:history", "channels:join",
            "channels:read", "chat:write", "commands", "files:write", "groups:history", "groups:read", "reactions:read", "reactions:write",
            "usergroups:read", "users:read", "users:read.email"));

    void remove(String scope) {
        granted.remove(scope);
    }

    void add(String scope) {
        granted.add(scope);
    }

    boolean has(String scope) {
        return granted.contains(scope);
    }

    void need(String scope) {
        if (!has(scope)) {
            throw new SlackError("missing_scope", List.of("needed: " + scope));
        }
    }

    String list() {
        return String.join(",", granted);
    }
}
