package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.helmstuck.cli.HelmStuckCommand;
import org.junit.jupiter.api.Test;

/** The forty targets in the README are those of the tests, and what is printed of them is what is printed. */
class ReadmeConfigTest {
    private static final Path README = Path.of("README.md");
    private static final Path FORTY = Path.of("src/test/resources/config/forty-targets.yaml");
    private static final Pattern PRINTED = Pattern
            .compile("(?s)(\n\\$ java -jar helm-stuck\\.jar config --print gprd-us-east1-c\n)(.*?)(\n```\n)");

    @Test
    void the_forty_targets_of_the_readme_and_what_is_printed_of_them_are_real() throws IOException {
        StringWriter out = new StringWriter();
        HelmStuckCommand.line(Map.of("HELM_STUCK_CONFIG", FORTY.toString()), Path.of("")).setOut(new PrintWriter(out)).execute("config",
                "--print", "gprd-us-east1-c");
        String readme = Files.readString(README);
        String real = PRINTED.matcher(readme)
                .replaceFirst((MatchResult found) -> Matcher.quoteReplacement(found.group(1) + out.toString().strip() + found.group(3)));

        if (Boolean.getBoolean("update")) Files.writeString(README, real);
        assertThat(readme).contains("```yaml\n" + Files.readString(FORTY) + "```\n");
        assertThat(readme).as("mvn test -Dtest=ReadmeConfigTest -Dgoldens.update takes it over").isEqualTo(real);
    }
}
