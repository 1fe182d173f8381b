package dev.helmstuck.kubernetes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import okhttp3.HttpUrl;

/**
 * How one cluster is reached and who we are there. Holds credentials, so its text form is a mask.
 *
 * @param server what the API's paths are below
 * @param headers what every request carries, who asks among it
 * @param until when the credentials expire, if that is known
 */
record Access(HttpUrl server, Tls tls, ClusterProxy proxy, List<Map.Entry<String, String>> headers, Optional<Instant> until) {

    Access {
        headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Access[****]";
    }
}
