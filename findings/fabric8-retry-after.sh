#!/usr/bin/env bash
# fabric8 kubernetes-client 7.8.0: Retry-After of a 429 is written into the log ("retrying after") and not waited for.
# Guess: the next attempt comes no sooner than the 2 s that the API server asks for.
# Seen: the client repeats the request by its own back-off, after about 0.1 and 0.2 s, so that an overloaded API server
# (priority and fairness answers 429 with Retry-After) gets up to ten more requests in the time in which it asked for none.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-client</artifactId><version>7.8.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > RetryAfter.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

public class RetryAfter {
    public static void main(String[] args) throws Exception {
        List<Long> asked = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            asked.add(System.nanoTime());
            boolean busy = asked.size() < 3;
            if (busy) exchange.getResponseHeaders().add("Retry-After", "2");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] body = (busy
                    ? "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"TooManyRequests\",\"code\":429}"
                    : "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}").getBytes();
            exchange.sendResponseHeaders(busy ? 429 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(url).build()).build()) {
            client.pods().inNamespace("default").list();
        } finally {
            server.stop(0);
        }
        for (int i = 1; i < asked.size(); i++) {
            long waited = (asked.get(i) - asked.get(i - 1)) / 1_000_000;
            System.out.println("attempt " + (i + 1) + (waited < 1_000 ? " within a second" : " after the second and more that was asked"));
        }
    }
}
JAVA
cat > expected <<'SEEN'
attempt 2 within a second
attempt 3 within a second
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" RetryAfter.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
