package dev.helmstuck.kubernetes;

import java.util.List;
import java.util.Map;

import io.fabric8.kubernetes.client.Config;

/**
 * How one cluster is reached and who we are there. Holds credentials, so its text form is a mask.
 *
 * @param config server, certificates and proxy
 * @param identity the headers that say who asks
 */
record Access(Config config, List<Map.Entry<String, String>> identity) {

    Access {
        identity = List.copyOf(identity);
    }

    @Override
    public String toString() {
        return "Access[****]";
    }
}
