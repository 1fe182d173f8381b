#!/usr/bin/env bash
# gitlab4j-api 6.2.0: a job that waits for a resource group, is being cancelled or is being prepared has the status null.
# Guess: an enum constant, for JobScope of the same library has WAITING_FOR_RESOURCE, CANCELING and PREPARING, or an exception.
# Seen: JobStatus lacks them, and Jackson turns each into null without a word; `job.getStatus() == RUNNING` and the like then take
# an active job for one that is not.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>org.gitlab4j</groupId><artifactId>gitlab4j-api</artifactId><version>6.2.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > JobStatuses.java <<'JAVA'
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.models.Job;

public class JobStatuses {
    public static void main(String[] args) throws Exception {
        String[] words = {"created", "waiting_for_resource", "preparing", "waiting_for_callback", "pending", "running", "canceling",
                "scheduled", "manual", "success", "failed", "canceled", "skipped"};
        StringBuilder jobs = new StringBuilder("[");
        for (String word : words) jobs.append(jobs.length() > 1 ? "," : "").append("{\"id\":1,\"name\":\"" + word + "\",\"status\":\"" + word + "\"}");
        byte[] body = jobs.append("]").toString().getBytes();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v4/projects/1/jobs", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("X-Per-Page", "96");
            exchange.getResponseHeaders().add("X-Page", "1");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (GitLabApi api = new GitLabApi("http://127.0.0.1:" + server.getAddress().getPort(), "placeholder")) {
            for (Job job : api.getJobApi().getJobs(1L)) {
                if (job.getStatus() == null) System.out.println(job.getName() + " -> null");
            }
        } finally {
            server.stop(0);
        }
    }
}
JAVA
cat > expected <<'SEEN'
waiting_for_resource -> null
preparing -> null
waiting_for_callback -> null
canceling -> null
scheduled -> null
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" JobStatuses.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
