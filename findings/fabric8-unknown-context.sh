#!/usr/bin/env bash
# fabric8 kubernetes-client 7.8.0: a context that the kubeconfig does not hold silently becomes the file's current context.
# Guess: an exception that names the missing context, as `kubectl --context` gives ("context was not found").
# Seen: with a typo in the name ("tset" for "test") Config.autoConfigure and Config.fromKubeconfig answer with the server of
# current-context, here production; nothing is thrown. Whoever passes a context by name must check by themselves that it exists.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-client</artifactId><version>7.8.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > UnknownContext.java <<'JAVA'
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;

public class UnknownContext {
    public static void main(String[] args) throws Exception {
        Path file = Path.of("kubeconfig");
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: prod
                contexts:
                - {name: prod, context: {cluster: prod, user: somebody}}
                - {name: test, context: {cluster: test, user: somebody}}
                clusters:
                - {name: prod, cluster: {server: 'https://prod.example:6443'}}
                - {name: test, cluster: {server: 'https://test.example:6443'}}
                users:
                - {name: somebody, user: {token: placeholder}}
                """);
        System.setProperty("kubeconfig", file.toString());
        for (String context : new String[] {"test", "tset"}) {
            System.out.println("autoConfigure(" + context + ") " + Config.autoConfigure(context).getMasterUrl());
            System.out.println("fromKubeconfig(" + context + ") " + Config.fromKubeconfig(context, file.toFile()).getMasterUrl());
        }
    }
}
JAVA
cat > expected <<'SEEN'
autoConfigure(test) https://test.example:6443/
fromKubeconfig(test) https://test.example:6443/
autoConfigure(tset) https://prod.example:6443/
fromKubeconfig(tset) https://prod.example:6443/
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" UnknownContext.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
