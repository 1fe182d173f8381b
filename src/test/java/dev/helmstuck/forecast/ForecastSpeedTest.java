package dev.helmstuck.forecast;

import static dev.helmstuck.release.ReleaseStatus.DEPLOYED;
import static dev.helmstuck.release.ReleaseStatus.PENDING_UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

/** Prints what a pair of manifests with a thousand objects takes; how long that is on whatever machine is no test. */
class ForecastSpeedTest {
    private static final int OBJECTS = 1000;

    @Test
    void a_thousand_objects_are_foretold() {
        SomeRelease release = new SomeRelease().revision(2, DEPLOYED, "", manifest(2)).revision(3, PENDING_UPGRADE, "", manifest(3)).old(2,
                manifest(2));
        Forecast forecast = release.foretell();
        // the best of some: whoever else uses the machine only adds to it
        Duration took = IntStream.range(0, 4).mapToObj(i -> once(release)).min(Duration::compareTo).orElseThrow();
        System.out.println("forecast of " + OBJECTS + " objects: " + took.toMillis() + " ms of CPU");
        assertThat(forecast.ifRepeated().reallyChanges().known()).hasSize(OBJECTS);
    }

    private static Duration once(SomeRelease release) {
        long before = cpu();
        release.foretell();
        return Duration.ofNanos(cpu() - before);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
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
