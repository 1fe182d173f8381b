package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.runbook.SecretRef;
import org.junit.jupiter.api.Test;

class ReadRecordsTest {
    private static final SecretRef RECORD = new SecretRef("sh.helm.release.v1.web.v7", "uid-7", "100");

    private final ReadRecords read = new ReadRecords();

    @Test
    void what_was_read_is_known_as_long_as_it_is_that_object_in_that_version() {
        read.keep("cny", RECORD, secret(3));

        assertThat(read.find("cny", RECORD)).contains(secret(3));
        assertThat(read.find("cny", new SecretRef(RECORD.name(), RECORD.uid(), "101"))).as("written since").isEmpty();
        assertThat(read.find("cny", new SecretRef(RECORD.name(), "uid-8", "100"))).as("made anew").isEmpty();
        assertThat(read.find("gprd", RECORD)).as("of another cluster").isEmpty();
    }

    @Test
    void those_that_nobody_asks_for_are_let_go_of_when_there_are_too_many() {
        for (int version = 0; version < 10; version++) {
            read.keep("cny", version(version), secret(ReadRecords.MOST_CHARS / 4));
            assertThat(read.find("cny", version(0))).as("asked for again and again").isPresent();
        }

        assertThat(read.find("cny", version(9))).isPresent();
        assertThat(read.find("cny", version(5))).isEmpty();
    }

    @Test
    void one_that_is_too_great_is_not_kept() {
        read.keep("cny", RECORD, secret(ReadRecords.MOST_CHARS));

        assertThat(read.find("cny", RECORD)).isEmpty();
    }

    private static SecretRef version(int number) {
        return new SecretRef(RECORD.name(), RECORD.uid(), "" + number);
    }

    private static JsonNode secret(int chars) {
        return ApiResponse.JSON.createObjectNode().set("data", ApiResponse.JSON.createObjectNode().put("release", "x".repeat(chars)));
    }
}
