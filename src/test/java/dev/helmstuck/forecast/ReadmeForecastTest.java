package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.helmstuck.cli.TerminalText;
import dev.helmstuck.report.ForecastReport;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;

/** The explanation that the README shows is a real one: real Helm, killed between two objects, and what the bot made of it. */
@NeedsRealCluster
class ReadmeForecastTest {
    private static final String COMMAND = "$ java -jar helm-stuck.jar forecast app";

    @Test
    void the_readme_shows_what_a_real_run_says() throws IOException {
        ForecastStage stage = new ForecastStage(RealCluster.shared(), Flavour.HELM_3, JudgedChart.SMALL).installs("tag=1")
                .upgrades("tag=2").attempts("tag=3", "full=true").killedAt(Way.writes("deployments/web"), "upgrade");

        String said = COMMAND + "\n" + TerminalText.of(ForecastReport.of(stage.target(), stage.foretell())).strip();

        Path kept = Files.writeString(Files.createDirectories(Path.of("target")).resolve("readme-forecast.txt"), said + "\n");
        String readme = Files.readString(Path.of("README.md"));
        String shown = readme.substring(readme.indexOf(COMMAND), readme.indexOf("```", readme.indexOf(COMMAND)));
        assertThat(steady(shown)).as("what README.md shows; %s holds what to put there", kept).isEqualTo(steady(said));
    }

    /** How long Helm took is the machine's. */
    private static String steady(String text) {
        return text.replaceAll("last written \\d+ s after", "last written N s after").strip();
    }
}
