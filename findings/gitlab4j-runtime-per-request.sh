#!/usr/bin/env bash
# gitlab4j-api 6.2.0 (Jersey 3.1): each request of one GitLabApi builds Jersey's whole client runtime anew.
# Guess: one for the life of the object, as Jersey's documentation asks for (a client is costly to make and is to be reused).
# Seen: as many runtimes as requests: the library sets a property on each request's target, which gives it a configuration, and so a
# runtime, of its own. Each starts a container and looks for providers: some 10 ms of CPU for a request that needs less than one.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>org.gitlab4j</groupId><artifactId>gitlab4j-api</artifactId><version>6.2.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > Runtimes.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.gitlab4j.api.GitLabApi;

public class Runtimes {
    public static void main(String[] args) throws Exception {
        byte[] body = "{\"version\":\"18.6.0\",\"revision\":\"a\"}".getBytes();
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v4/version", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (GitLabApi api = new GitLabApi("http://127.0.0.1:" + server.getAddress().getPort(), "placeholder")) {
            for (int each = 0; each < 5; each++) api.getVersion();
        } finally {
            server.stop(0);
        }
        System.out.println(requests + " requests, " + made("org.glassfish.jersey.client.ClientRuntime") + " client runtimes");
    }

    /** How many there are on the heap, garbage among them. */
    static long made(String type) throws Exception {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram", new Object[]{new String[]{"-all"}},
                new String[]{String[].class.getName()});
        return histogram.lines().map(line -> line.trim().split("\\s+")).filter(row -> row.length > 3 && row[3].equals(type))
                .mapToLong(row -> Long.parseLong(row[1])).sum();
    }
}
JAVA
cat > expected <<'SEEN'
5 requests, 5 client runtimes
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -Xmn256m -cp "$(cat classpath)" Runtimes.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
