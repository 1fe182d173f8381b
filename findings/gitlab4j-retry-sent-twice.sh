#!/usr/bin/env bash
# gitlab4j-api 6.2.0 on the JDK's default HTTP client: retryJob(), a POST, reaches GitLab twice when the connection ends before an answer came.
# Guess: it is sent once and the caller gets an exception, for a POST is not idempotent and no retry is configured anywhere in the library.
# Seen: two POSTs of one call. Jersey's default connector uses HttpURLConnection, which sends a POST without a streamed body again on its own
# when a connection ends without a byte; the caller is told of the second answer only. The same holds for createPipeline, playJob and every other
# POST of the library: a gateway that restarts between its reading and its answer is enough.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>org.gitlab4j</groupId><artifactId>gitlab4j-api</artifactId><version>6.2.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > SentTwice.java <<'JAVA'
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.models.Job;

public class SentTwice {
    public static void main(String[] args) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            new Thread(() -> serve(server)).start();
            try (GitLabApi api = new GitLabApi("http://127.0.0.1:" + server.getLocalPort(), "placeholder")) {
                Job job = api.getJobApi().retryJob(1L, 7L);
                System.out.println("retryJob returns job " + job.getId());
            }
        }
    }

    /** Reads each request wholly; ends the first connection without an answer, and answers on the second. */
    private static void serve(ServerSocket server) {
        for (int request = 1; request <= 2; request++) {
            try (Socket socket = server.accept()) {
                BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                System.out.println("request " + request + ": " + lines.readLine());
                int length = 0;
                for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine())
                    if (line.toLowerCase().startsWith("content-length:")) length = Integer.parseInt(line.substring(15).strip());
                for (int read = 0; read < length; read++) lines.read();
                String json = "{\"id\": 8, \"status\": \"pending\"}";
                if (request == 2) socket.getOutputStream().write(("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.length() + "\r\nConnection: close\r\n\r\n" + json).getBytes());
            } catch (java.io.IOException ended) {
                return;
            }
        }
    }
}
JAVA
cat > expected <<'SEEN'
request 1: POST /api/v4/projects/1/jobs/7/retry HTTP/1.1
request 2: POST /api/v4/projects/1/jobs/7/retry HTTP/1.1
retryJob returns job 8
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" SentTwice.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
