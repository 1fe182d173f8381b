package dev.helmstuck.release;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** The text of {@code data.release} as anybody may have written it: base64 or not, gzip or not. */
class RecordTextFuzzTest {

    @FuzzTest
    void any_text_gets_an_answer(byte[] release) {
        var unused = Promise.kept(release);
    }
}
