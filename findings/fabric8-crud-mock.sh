#!/usr/bin/env bash
# fabric8 kubernetes-server-mock 7.8.0 in CRUD mode: what guards a delete on a real API server is ignored, and set selectors match everything.
# Guess: `status in (pending)` lists what has that label; a dry-run delete leaves the object; a delete with a stale
# resourceVersion as precondition is refused with 409.
# Seen: `in` and `notin` list every Secret; the dry run deletes; the stale precondition deletes. A test of a guarded delete on
# this mock passes whatever the code does.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><dependencies>
<dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-client</artifactId><version>7.8.0</version></dependency>
<dependency><groupId>io.fabric8</groupId><artifactId>kubernetes-server-mock</artifactId><version>7.8.0</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>
POM
cat > CrudMock.java <<'JAVA'
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.util.HashMap;

public class CrudMock {
    public static void main(String[] args) {
        KubernetesMockServer server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(),
                new KubernetesCrudDispatcher(), true);
        server.start();
        try (KubernetesClient client = server.createClient()) {
            var secrets = client.secrets().inNamespace("default");
            for (String name : new String[] {"deployed", "failed"}) {
                secrets.resource(new SecretBuilder().withNewMetadata().withName(name).addToLabels("status", name).endMetadata().build())
                        .create();
            }
            System.out.println("status in (pending): " + secrets.withLabelIn("status", "pending").list().getItems().size());
            System.out.println("status notin (failed): " + secrets.withLabelNotIn("status", "failed").list().getItems().size());
            secrets.withName("failed").dryRun().delete();
            System.out.println("after a dry-run delete: " + (secrets.withName("failed").get() == null ? "gone" : "there"));
            secrets.withName("deployed").lockResourceVersion("999999").delete();
            System.out.println("after a stale precondition: " + (secrets.withName("deployed").get() == null ? "gone" : "there"));
        }
        server.shutdown();
    }
}
JAVA
cat > expected <<'SEEN'
status in (pending): 2
status notin (failed): 2
after a dry-run delete: gone
after a stale precondition: gone
SEEN
mvn -q -B dependency:build-classpath -Dmdep.outputFile=classpath
"${JAVA:-java}" -cp "$(cat classpath)" CrudMock.java 2>log >seen || { cat log; exit 1; }
cat seen
diff expected seen && echo "as found"
