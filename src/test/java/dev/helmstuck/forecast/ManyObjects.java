package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A release with a thousand Deployments, and a program that foretells it and says what that took. */
final class ManyObjects {
    static final int OBJECTS = 1000;

    private ManyObjects() {}

    static SomeRelease release() {
        return new SomeRelease().revision(2, DEPLOYED, "", manifest(2)).revision(3, PENDING_UPGRADE, "", manifest(3)).old(2, manifest(2));
    }

    @SuppressWarnings("SystemOut") // a program of its own
    public static void main(String[] none) {
        int changes = release().foretell().ifRepeated().reallyChanges().known().size();
        System.gc();
        long kept = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.println(changes + " objects change; a heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB was enough, "
                + (kept >> 20) + " MiB are left in use");
    }

    private static String manifest(int tag) {
        return IntStream.range(0, OBJECTS).mapToObj(i -> """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web-%d, labels: {app: web-%d}}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: web-%d}}
                  template:
                    metadata: {labels: {app: web-%d}}
                    spec:
                      serviceAccountName: web
                      containers:
                        - name: main
                          image: "registry.example.com/group/web:v18.6.%d"
                          resources: {requests: {cpu: 1000m, memory: 1Gi}, limits: {memory: 2Gi}}
                          ports: [{name: http, containerPort: 8080}]
                          env: [{name: A, value: "1"}, {name: B, value: "2"}, {name: C, valueFrom: {secretKeyRef: {name: s, key: k}}}]
                          readinessProbe: {httpGet: {path: /-/ready, port: http}}
                      volumes: [{name: v, configMap: {name: c}}]
                """.formatted(i, i, i, i, tag)).collect(Collectors.joining("---\n"));
    }
}
