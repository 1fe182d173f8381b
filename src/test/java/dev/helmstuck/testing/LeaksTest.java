package dev.helmstuck.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.helmstuck.testing.cluster.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That every form of the canary is found, wherever it stands, and nothing else is. */
class LeaksTest {
    @TempDir
    Path dir;

    /** What a program may do to a value before it prints it. */
    private enum Dressed {
        AS_IT_IS,
        BASE64,
        URL_SAFE,
        BASE64_TWICE,
        HEX,
        UPPER_HEX,
        URL,
        PERCENT,
        JSON,
        UNICODE,
        RECORD,
        BASE64_OF_GZIP;

        String as(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return switch (this) {
                case AS_IT_IS -> text;
                case BASE64 -> Base64.getEncoder().encodeToString(bytes);
                case URL_SAFE -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                case BASE64_TWICE -> BASE64.as(BASE64.as(text));
                case HEX -> HexFormat.of().formatHex(bytes);
                case UPPER_HEX -> HexFormat.of().withUpperCase().formatHex(bytes);
                case URL -> URLEncoder.encode(text, StandardCharsets.UTF_8);
                case PERCENT -> HexFormat.of().withUpperCase().withPrefix("%").formatHex(bytes);
                case JSON -> TextNode.valueOf(text).toString();
                case UNICODE -> text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
                case RECORD -> Payload.encode(text);
                case BASE64_OF_GZIP -> new String(Base64.getDecoder().decode(Payload.encode(text)), StandardCharsets.US_ASCII);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_form_is_found_at_every_offset_and_its_line_is_told_without_it(Dressed dressed) throws IOException {
        for (String secret : List.of(Canary.VALUE, "x" + Canary.VALUE, "xy" + Canary.AWKWARD, "xyz{\"a\":\"" + Canary.VALUE + "\"}")) {
            for (String before : List.of("", "a", "ab", "first\nsecond: ")) {
                Path file = Files.writeString(dir.resolve("out.txt"), before + dressed.as(secret) + " and more");
                List<Leaks.Leak> leaks = new Leaks().in(file);
                assertThat(leaks.isEmpty()).as(dressed + " " + before.length() + " " + secret.length()).isFalse();
                assertThat(leaks.getFirst().line()).isEqualTo(before.contains("\n") ? 2 : 1);
                assertThat(leaks.toString().contains("CANARY")).isFalse();
            }
        }
    }

    @Test
    void one_half_alone_is_found() throws IOException {
        Path file = Files.writeString(dir.resolve("out.txt"), "a line that was cut: " + Canary.VALUE.substring(0, 15) + "…");
        assertThat(new Leaks().in(file)).extracting(Leaks.Leak::form).containsExactly("the first half as it is");
    }

    @Test
    void a_piece_from_the_middle_of_a_packed_record_is_found() throws IOException {
        String noise = IntStream.range(0, 2000).mapToObj(i -> Integer.toString(i * i * 7919, 36)).collect(Collectors.joining());
        String record = Payload.encode("{\"config\":\"" + noise + "\"}");
        Path file = Files.writeString(dir.resolve("out.txt"), "data: " + record.substring(500, 650) + "…\n" + "x".repeat(1000));
        assertThat(new Leaks().in(file)).extracting(Leaks.Leak::form).containsExactly("a long run of base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "**** and glpat-****", "sh.helm.release.v1.gitlab-cny.v1234", "aGVsbG8gd29ybGQ="})
    void what_is_not_secret_is_not_found(String text) throws IOException {
        assertThat(new Leaks().in(Files.writeString(dir.resolve("out.txt"), text))).isEmpty();
    }

    /** Else the URL-safe alphabet would need forms of its own. */
    @Test
    void where_the_next_page_of_a_list_begins_is_no_leak_but_what_stands_behind_it_is() throws IOException {
        String page = "GET /api/v1/namespaces/n/secrets?continue=eyJ2" + "aW8vdjEiLCJydiI6MTAwNywi".repeat(8);
        Path file = Files.writeString(dir.resolve("page.txt"), page + "&limit=2\n");
        assertThat(new Leaks().in(file)).isEmpty();
        Files.writeString(file, page + "&limit=2 " + "aW8vdjEiLCJydiI6MTAwNywi".repeat(8) + "\n");
        assertThat(new Leaks().in(file)).hasSize(1);
    }

    @Test
    void no_form_in_base64_has_a_digit_that_the_url_safe_alphabet_writes_in_another_way() {
        Canary.forms().forEach((name, form) -> {
            if (name.contains("base64")) assertThat(form.matches("[A-Za-z0-9]{8,}")).as(name).isTrue();
        });
    }
}
