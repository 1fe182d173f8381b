#!/usr/bin/env bash
# slack-api-client 1.48.0: user and password in a proxy's URL are sent as they are written, percent signs and all.
# Guess: they are decoded, as in every URL (RFC 3986, 2.1) and as curl does it: only so can a password hold a ':' or a '/'.
# Seen: the proxy is sent the password "p%40ss%3A1" where "p@ss:1" is meant, and refuses it.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>com.slack.api</groupId><artifactId>slack-api-client</artifactId><version>1.48.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > ProxyCredentials.java <<'JAVA'
import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

public class ProxyCredentials {
    public static void main(String[] args) throws Exception {
        HttpServer proxy = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        proxy.createContext("/", exchange -> {
            String sent = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            if (sent == null) {
                exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"proxy\"");
                exchange.sendResponseHeaders(407, -1);
                exchange.close();
                return;
            }
            System.out.println("the proxy is sent "
                    + new String(Base64.getDecoder().decode(sent.substring("Basic ".length())), StandardCharsets.UTF_8));
            byte[] body = "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        proxy.start();
        SlackConfig config = new SlackConfig();
        config.setProxyUrl("http://someone:p%40ss%3A1@127.0.0.1:" + proxy.getAddress().getPort());
        config.setMethodsEndpointUrlPrefix("http://slack.invalid/api/");
        try (Slack slack = Slack.getInstance(config)) {
            slack.methods("placeholder").apiTest(request -> request);
        } finally {
            proxy.stop(0);
        }
    }
}
JAVA
cat > expected <<'SEEN'
the proxy is sent someone:p%40ss%3A1
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" ProxyCredentials.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
