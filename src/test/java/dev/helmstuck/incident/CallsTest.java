package dev.helmstuck.incident;

import static dev.helmstuck.simulator.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.slack.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a remediation without a rerun asks of others, by name. A call more is a decision; none of them may grow with what lies in the cluster.
 *
 * <p>Seven lists are the forecast's: of Secrets, ConfigMaps and Deployments at its two looks, of autoscalers at the first. Without them Kubernetes
 * gets 42 requests. The diagnosis before the request looks at the workloads twice, a gap apart: twelve lists. The one after the yes looks at
 * everything once more and is itself the second look, if the first is as long ago and every value is as it was: six lists, and no wait. A
 * record is read once: as long as the list says that it is that object in that version, it holds what it held. The two Secrets that are read
 * besides are the record, right before its copy is written, and the copy, right after.
 *
 * <p>GitLab's newest jobs are read twice in a diagnosis, on purpose: once at its beginning, for jobs in a status that nobody knows, and once after
 * the record, for the job that made it can only be missing in a list that is older. A log that the runner has closed is read once.
 */
class CallsTest {

    @TempDir
    Path dir;

    @Test
    void a_remediation_asks_no_more_than_this() {
        try (Incident incident = Incident.start(dir)) {
            int kubernetes = incident.cluster.requests().size();
            int gitlab = incident.world.gitlab().requests().size();
            Message request = incident.asked();
            incident.clock.advance(Duration.ofMinutes(11)); // longer than the gap
            incident.yes(BOB, request);
            incident.ended(Outcome.UNLOCKED);
            List<ApiRequest> requests = incident.cluster.requests();
            assertThat(counted(requests.stream().skip(kubernetes).map(CallsTest::words))).isEqualTo("""
                    1 create SECRET
                    2 create SECRET dry run metadata
                    1 delete SECRET
                    2 delete SECRET dry run
                    2 get /readyz
                    4 get SECRET
                    2 get SECRET metadata
                    2 list CONFIG_MAP
                    3 list CONFIG_MAP metadata
                    3 list DAEMON_SET
                    5 list DEPLOYMENT
                    2 list EVENT
                    4 list HORIZONTAL_POD_AUTOSCALER
                    3 list JOB
                    2 list NODE
                    3 list POD
                    2 list SECRET
                    3 list SECRET metadata
                    3 list STATEFUL_SET
                    """);
            assertThat(counted(incident.world.gitlab().requests().stream().skip(gitlab).map(CallsTest::words))).isEqualTo("""
                    2 active jobs
                    1 log
                    5 newest jobs
                    """);
        }
    }

    private static String words(ApiRequest request) {
        return Stream.of(request.verb(), request.kind().map(Object::toString).orElse(request.path()), request.dryRun() ? "dry run" : "",
                request.accept().contains("PartialObject") ? "metadata" : "").filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String words(String request) {
        if (request.contains("/trace")) return "log";
        return request.contains("scope") ? "active jobs" : request.contains("/jobs?") ? "newest jobs" : request;
    }

    private static String counted(Stream<String> calls) {
        return calls.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting())).entrySet().stream()
                .map(call -> call.getValue() + " " + call.getKey() + "\n").collect(Collectors.joining());
    }
}
