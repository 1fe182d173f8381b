package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreSettingsTest {

    @TempDir
    Path directory;

    @Test
    void the_default_is_a_file_in_the_working_directory() {
        assertThat(new Configs(directory).read(Part.STORE).store()).isEqualTo(new StoreSettings("jdbc:sqlite:helm-stuck.db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite:/var/lib/helm-stuck/state.db", "jdbc:postgresql://db/helm_stuck?user=bot&password=secret"})
    void the_variable_is_mapped_and_masked(String url) {
        StoreSettings store = new Configs(directory).set("DATABASE_URL", url).read(Part.STORE).store();

        assertThat(store.jdbcUrl()).isEqualTo(url);
        assertThat(store.toString()).doesNotContain(url).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm-stuck.db", "jdbc:sqlite:", "jdbc:postgresql:", "jdbc:sqlite::memory:",
            "jdbc:sqlite:file:x?mode=memory&cache=shared",
            "jdbc:mysql://root:secret@db/x"})
    void another_database_or_one_that_forgets_is_refused(String url) {
        assertThat(new Configs(directory).set("DATABASE_URL", url).problems(Part.STORE)).singleElement().asString()
                .startsWith("environment: DATABASE_URL: found a value that is not shown: expected a JDBC URL").doesNotContain("secret");
    }
}
