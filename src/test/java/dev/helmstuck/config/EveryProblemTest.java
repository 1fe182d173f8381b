package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EveryProblemTest {

    private static final Path EXPECTED = Path.of("src/test/resources/config/every-problem.txt");

    @TempDir
    Path directory;

    @Test
    void every_problem_of_environment_and_targets_file_is_reported_at_once() throws IOException {
        Configs configs = new Configs(directory).targets(Files.readString(Path.of("src/test/resources/config/every-problem.yaml")))
                .file(".env", "HTTP_PORT=70000\nGITLAB_RERUN_TOKEN='two words'\nthis line holds glpat-secretsecret\n")
                .set("SLACK_MODE", "sockets")
                .set("SLACK_BOT_TOKEN", "  ").set("SLACK_API_URL", "https://slack.com/api")
                .set("GITLAB_URL", "https://ops.gitlab.net/api/v4")
                .set("DATABASE_URL", "jdbc:mysql://root:hunter2hunter2@db/x").set("HTTP_HOST", "http://localhost");

        String lines = String.join("\n", configs.numbered(Part.SLACK, Part.GITLAB, Part.CLUSTER, Part.STORE, Part.HTTP, Part.TARGETS))
                + "\n";

        if (Boolean.getBoolean("update"))
            Files.writeString(EXPECTED, lines);
        assertThat(lines).as("read the difference; mvn test -Dtest=EveryProblemTest -Dgoldens.update=true takes it over")
                .isEqualTo(Files.readString(EXPECTED));
    }
}
