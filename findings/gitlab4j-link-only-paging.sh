#!/usr/bin/env bash
# gitlab4j-api 6.2.0: a list whose answer has only a Link header (GitLab's keyset paging, or a proxy that drops X-…) ends after page one.
# Guess: the next page is fetched by rel="next", which GitLab's documentation recommends over the X- headers.
# Seen: one request; the first page is returned as the whole list, nothing is thrown. "No running job" may then be said of a
# project whose running job is on page two.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>org.gitlab4j</groupId><artifactId>gitlab4j-api</artifactId><version>6.2.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > LinkOnly.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.gitlab4j.api.GitLabApi;

public class LinkOnly {
    public static void main(String[] args) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/api/v4/projects/1/jobs", exchange -> {
            boolean first = requests.incrementAndGet() == 1;
            if (first) exchange.getResponseHeaders().add("Link", "<" + url + "/api/v4/projects/1/jobs?page=2&per_page=1>; rel=\"next\"");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] body = ("[{\"id\":" + (first ? 1 : 2) + ",\"name\":\"deploy\",\"status\":\"" + (first ? "success" : "running") + "\"}]")
                    .getBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (GitLabApi api = new GitLabApi(url, "placeholder")) {
            System.out.println("jobs: " + api.getJobApi().getJobs(1L).size());
        } finally {
            server.stop(0);
        }
        System.out.println("requests: " + requests);
    }
}
JAVA
cat > expected <<'SEEN'
jobs: 1
requests: 1
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" LinkOnly.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
