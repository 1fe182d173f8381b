package dev.helmstuck.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * How other systems are reached, all alike.
 *
 * @param proxies what the environment says of proxies
 * @param authorities {@code HELM_STUCK_CA_BUNDLE}: who may vouch for a server besides those whom this machine trusts
 */
public record NetworkSettings(ProxyVariables proxies, List<X509Certificate> authorities) {
    public NetworkSettings {
        authorities = List.copyOf(authorities);
    }

    /** Before anything else is read; a mistake counts as nothing here, and is told by whoever reads the rest. */
    public static NetworkSettings early(Map<String, String> environment, Path workingDirectory) {
        Problems problems = new Problems();
        return new EnvironmentReader(Variables.read(environment, workingDirectory, problems), workingDirectory).network();
    }
}
