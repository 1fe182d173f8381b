package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.helmstuck.doctor.Point;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.testing.LeftBehind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code doctor} on a terminal: nothing to say of a good set-up, and a line with its cure for what is planted. */
class DoctorTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(DoctorTest.class.getResourceAsStream("doctor.schema.json"));

    @TempDir
    Path dir;

    private ClusterSimulator cluster;
    private World world;

    private record Told(int exit, String out, String err) {}

    @BeforeEach
    void aGoodSetUp() {
        Instant stuckSince = Instant.now().minus(Duration.ofMinutes(25));
        cluster = ClusterSimulator.start(Clock.systemUTC()).fenced();
        cluster.load("/records/gitlab-cny.json", stuckSince);
        world = new World(dir, cluster.kubeconfig(dir, "gprd-gitlab-gke"), "gprd-gitlab-gke", "gitlab-cny", "gitlab-cny");
        world.culprit(stuckSince);
    }

    @AfterEach
    void over() {
        world.close();
        cluster.close();
    }

    @Test
    void it_has_nothing_to_mend_where_all_is_well() {
        assertThat(run("doctor")).satisfies(told -> {
            assertThat(told.exit()).as(told.out() + told.err()).isZero();
            assertThat(told.out()).startsWith("All well");
        });
    }

    @Test
    void a_missing_verb_is_named_with_the_line_that_the_role_needs() {
        cluster.withhold("create", Kind.SECRET).withhold("list", Kind.JOB);
        assertThat(run("doctor")).satisfies(told -> {
            assertThat(told.exit()).isEqualTo(1);
            assertThat(told.out()).startsWith("2 things to mend").contains(
                    "may not create secrets in namespace gitlab-cny. → kubectl --context gprd-gitlab-gke apply -n gitlab-cny -k manifests/target/namespace",
                    "may not list jobs.batch in namespace gitlab-cny. →",
                    "{apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"list\"]}");
        });
    }

    @Test
    void its_json_keeps_to_the_schema_which_knows_every_check() throws Exception {
        cluster.withhold("list", Kind.JOB);
        Told told = run("doctor", "--json");
        JsonNode document = new ObjectMapper().readTree(told.out());
        assertThat(SCHEMA.validate(document)).isEmpty();
        assertThat(document.path("well").booleanValue()).isFalse();
        assertThat(document.at("/examinations/0/findings/0/check").asText()).isEqualTo("rights");
        assertThat(SCHEMA.getSchemaNode().at("/$defs/finding/properties/check/enum")).extracting(JsonNode::asText)
                .containsExactlyElementsOf(Arrays.stream(Point.values()).map(Point::id).toList());
    }

    private Told run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = HelmStuckCommand.line(world.environment(), dir).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(arguments);
        LeftBehind.keep("output", List.of(out.toString(), err.toString()));
        return new Told(exit, out.toString(), err.toString());
    }
}
