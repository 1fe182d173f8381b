package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import dev.helmstuck.testing.cluster.RealCluster;
import org.junit.jupiter.api.Test;

/** The built-in table of merge keys is what the real API server says. */
@NeedsRealCluster
class ApiSchemaTest {
    private static final Path FILE = Path.of("src/main/resources/dev/helmstuck/forecast/schema.txt");

    @Test
    void the_table_is_what_the_api_server_itself_says() throws IOException {
        String text = SchemaText.of(ApiSchemaTest::read);
        if (Boolean.getBoolean("update")) Files.writeString(FILE, text);
        assertThat(Files.readString(FILE)).as("write it with: mvn test -Dtest=ApiSchemaTest -Dgoldens.update").isEqualTo(text);
    }

    private static JsonNode read(String path) {
        try {
            return new ObjectMapper().readTree(RealCluster.shared().client().raw(path));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
