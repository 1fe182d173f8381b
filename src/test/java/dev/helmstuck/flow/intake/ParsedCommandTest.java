package dev.helmstuck.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"gitlab-cny --owner-dead \"pod gone, checked on the runner\"",
            "gitlab-cny --owner-dead pod gone, checked on the runner",
            "gitlab-cny —owner-dead “pod gone, checked on the runner”",
            "gitlab-cny –owner-dead „pod gone, checked on the runner“",
            "gitlab-cny --owner-dead=\"pod gone, checked on the runner\"",
            "gitlab-cny --Owner-Dead 'pod gone, checked on the runner'",
            "gitlab-cny --owner-dead\"pod gone, checked on the runner\"",
            "gitlab-cny --owner-dead «pod gone, checked on the runner»",
            "--owner-dead “pod gone, checked on the runner” gitlab-cny",
            "“gitlab-cny”\u00a0—owner-dead\u2028“pod gone,\u200b checked on the runner",
            "`gitlab-cny`  --owner-dead  \"pod gone, checked on the runner\"  "})
    void a_reason_is_one_phrase_whatever_the_keyboard_made_of_it(String text) {
        ParsedCommand parsed = ParsedCommand.of(text);
        assertThat(parsed.problem()).isEmpty();
        assertThat(parsed.words()).containsExactly("gitlab-cny");
        assertThat(parsed.options()).isEqualTo(Map.of(CommandOption.OWNER_DEAD, "pod gone, checked on the runner"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "cny --owner-dead \"the runner's pod is gone\" | the runner's pod is gone",
            "cny --owner-dead the runner’s pod is gone | the runner’s pod is gone",
            "cny --owner-dead 'the runner's pod is gone' | the runner's pod is gone",
            "cny --owner-dead \"deleted it - with --force\" | deleted it - with --force",
            "cny --owner-dead gone – looked twice | gone – looked twice",
            "cny --owner-dead \"\" | ~~",
            "cny --owner-dead | ~~"})
    void what_stands_in_a_reason_stays(String text, String reason) {
        assertThat(ParsedCommand.of(text).option(CommandOption.OWNER_DEAD)).contains(reason);
    }

    @Test
    void quotes_round_names_are_taken_off_and_hold_nothing_together() {
        assertThat(ParsedCommand.of("\u00a0\u201ccancel gitlab-cny\u201d\u200b \u2028").words()).isEqualTo(List.of("cancel", "gitlab-cny"));
        assertThat(ParsedCommand.of("\u2018cancel\u2019\u00a0\u00a0`gitlab-cny`").words()).isEqualTo(List.of("cancel", "gitlab-cny"));
        assertThat(ParsedCommand.of("\u201c\u201d").words()).isEmpty();
        assertThat(ParsedCommand.of("  ").words()).isEmpty();
    }

    @Test
    void an_option_that_is_unknown_or_there_twice_is_said() {
        assertThat(ParsedCommand.of("cny --force").problem())
                .hasValueSatisfying(why -> assertThat(why).contains("--force", "--owner-dead"));
        assertThat(ParsedCommand.of("cny —owner-dead a —owner-dead b").problem())
                .hasValueSatisfying(why -> assertThat(why).contains("--owner-dead", "twice"));
        assertThat(ParsedCommand.of("cny - and -- are no options").problem()).isEmpty();
    }
}
