package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import dev.helmstuck.testing.JsonLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code HELM_STUCK_LOG}, from the variable to what the shipped log configuration makes of it. */
class LogFormatTest {
    @TempDir
    Path folder;

    @Test
    void it_is_text_unless_the_environment_or_the_file_says_json() throws IOException {
        assertThat(LogFormat.early(Map.of(), folder)).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.early(Map.of("HELM_STUCK_LOG", "json"), folder)).isEqualTo(LogFormat.JSON);
        Files.writeString(folder.resolve(".env"), "HELM_STUCK_LOG=json\n");
        assertThat(LogFormat.early(Map.of(), folder)).isEqualTo(LogFormat.JSON);
    }

    @Test
    void another_word_is_told_with_all_other_problems_and_is_text_until_then() {
        Map<String, String> wrong = Map.of("HELM_STUCK_LOG", "yaml");
        assertThat(LogFormat.early(wrong, folder)).isEqualTo(LogFormat.TEXT);
        assertThatThrownBy(() -> Settings.read(wrong, folder, Set.of())).isInstanceOf(ConfigException.class)
                .hasMessageContaining("HELM_STUCK_LOG").hasMessageContaining("yaml").hasMessageContaining("text or json");
    }

    @Test
    void the_shipped_log_goes_to_one_place_in_the_format_that_is_asked_for() {
        for (LogFormat format : LogFormat.values())
            for (LogFormat asked : LogFormat.values())
                assertThat(JsonLog.console(JsonLog.shipped(asked.word()), format.word()) != null).isEqualTo(format == asked);
    }
}
