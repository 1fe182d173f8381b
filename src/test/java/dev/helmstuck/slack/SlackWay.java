package dev.helmstuck.slack;

import java.net.URI;
import java.util.List;

import dev.helmstuck.config.NetworkSettings;
import dev.helmstuck.config.ProxyVariables;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Signals;

/** Which way the Slack adapter goes. */
public final class SlackWay {
    private SlackWay() {}

    /** Whether it speaks to its proxy when Slack is there. */
    public static boolean isBehind(ProxyVariables proxies, URI api) {
        SlackSettings settings = new SlackSettings.Socket(new Token("xoxb-1"), api, new Token("xapp-1"));
        try (SlackWire wire = new SlackWire(settings, new Signals(), new NetworkSettings(proxies, List.of()))) {
            return wire.slack().getConfig().getProxyUrl() != null;
        }
    }
}
