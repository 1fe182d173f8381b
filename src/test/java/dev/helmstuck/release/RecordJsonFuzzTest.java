package dev.helmstuck.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What is inside the layers: the input is packed as Helm packs a record, so that every input reaches the JSON. */
class RecordJsonFuzzTest {

    @FuzzTest
    void any_json_gets_the_same_answer_zipped_and_not(byte[] json) throws IOException {
        Payload zipped = Promise.kept(Base64.getEncoder().encode(gzip(json)));
        boolean zippedTwice = json.length > 3 && json[0] == 0x1f && json[1] == (byte) 0x8b && json[2] == 8;
        if (json.length > 0 && !zippedTwice) assertThat(Promise.kept(Base64.getEncoder().encode(json))).isEqualTo(zipped);
        if (zipped instanceof Payload.Decoded(ReleaseRecord record)) Promise.sameAsTheWholeTree(json, record);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }
}
