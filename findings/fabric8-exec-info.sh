#!/usr/bin/env bash
# fabric8 kubernetes-client 7.8.0: an exec credential plugin with provideClusterInfo: true gets no KUBERNETES_EXEC_INFO.
# Guess: the variable is set and holds spec.cluster, as kubectl does and the client authentication API says.
# Seen: it is not set at all. Plugins that choose the account by the cluster's server fail or answer for another cluster,
# although the same kubeconfig works with kubectl.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-client</artifactId><version>7.8.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > ExecInfo.java <<'JAVA'
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;

public class ExecInfo {
    public static void main(String[] args) throws Exception {
        Path plugin = Path.of("plugin").toAbsolutePath();
        Path log = Path.of("plugin.log").toAbsolutePath();
        Files.writeString(plugin, """
                #!/bin/sh
                echo "KUBERNETES_EXEC_INFO is ${KUBERNETES_EXEC_INFO-not set}" >> LOG
                printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"placeholder"}}'
                """.replace("LOG", log.toString()));
        plugin.toFile().setExecutable(true);
        Path file = Path.of("kubeconfig");
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: one
                contexts:
                - {name: one, context: {cluster: one, user: plugin}}
                clusters:
                - {name: one, cluster: {server: 'https://one.example:6443'}}
                users:
                - name: plugin
                  user:
                    exec:
                      apiVersion: client.authentication.k8s.io/v1
                      command: PLUGIN
                      interactiveMode: Never
                      provideClusterInfo: true
                """.replace("PLUGIN", plugin.toString()));
        Config config = Config.fromKubeconfig("one", file.toFile());
        System.out.println("token " + (config.getAutoOAuthToken() == null ? "missing" : "read"));
        System.out.println(Files.readAllLines(log).get(0));
    }
}
JAVA
cat > expected <<'SEEN'
token read
KUBERNETES_EXEC_INFO is not set
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" ExecInfo.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
