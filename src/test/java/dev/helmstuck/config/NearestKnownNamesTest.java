package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.helmstuck.report.NearestNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestKnownNamesTest {

    private static final List<String> KNOWN = List.of("gitlab-cny", "gstg-cny", "gprd-main", "gprd-us-east1-b", "gprd-us-east1-c",
            "gprd-us-east1-d", "pre");

    @ParameterizedTest
    @CsvSource({"gitlab-cnt, gitlab-cny", "gitlabcny, gitlab-cny", "GITLAB-CNY, gitlab-cny", "gtsg-cny, gstg-cny", "gitlab, gitlab-cny",
            "gitlab-cny-now, gitlab-cny"})
    void a_mistyped_or_shortened_name_finds_what_was_meant_first(String wanted, String expected) {
        assertThat(NearestNames.nearest(wanted, KNOWN)).first().isEqualTo(expected);
    }

    @Test
    void at_most_three_are_named_and_equally_near_ones_by_the_alphabet() {
        assertThat(NearestNames.nearest("gprd-us-east1-x", KNOWN)).containsExactly("gprd-us-east1-b", "gprd-us-east1-c", "gprd-us-east1-d");
        assertThat(NearestNames.nearest("gprd", KNOWN)).containsExactly("gprd-main", "gprd-us-east1-b", "gprd-us-east1-c");
    }

    @Test
    void nothing_is_named_when_nothing_is_near() {
        assertThat(NearestNames.nearest("zzzzzzzz", KNOWN)).isEmpty();
        assertThat(NearestNames.nearest(" ", KNOWN)).isEmpty();
        assertThat(NearestNames.nearest("x".repeat(100_000), KNOWN)).isEmpty();
        assertThat(NearestNames.nearest("pre", List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', abc, 3", "abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "abc, abcd, 1", "abc, axc, 1", "kitten, sitting, 3"})
    void the_distance_counts_letters_added_left_out_exchanged_and_swapped(String one, String other, int distance) {
        assertThat(NearestNames.distance(one, other)).isEqualTo(distance);
        assertThat(NearestNames.distance(other, one)).isEqualTo(distance);
    }

    @Test
    void a_name_within_another_counts_from_three_letters_on() {
        assertThat(NearestNames.nearest("abc", List.of("xxxabcxxx"))).containsExactly("xxxabcxxx");
        assertThat(NearestNames.nearest("xxxabcxxx", List.of("abc"))).containsExactly("abc");
        assertThat(NearestNames.nearest("xxxxabxxx", List.of("ab"))).isEmpty();
    }

    @Test
    void letters_left_out_count_from_six_on() {
        assertThat(NearestNames.nearest("gtlbcn", List.of("gitlab-cny"))).containsExactly("gitlab-cny");
        assertThat(NearestNames.nearest("gtlbc", List.of("gitlab-cny"))).isEmpty();
        assertThat(NearestNames.nearest("gtlbcx", List.of("gitlab-cny"))).isEmpty();
    }

    @Test
    void a_name_may_have_a_hundred_letters_and_no_more() {
        String hundred = "x".repeat(100);
        assertThat(NearestNames.nearest(hundred, List.of(hundred, hundred + "x"))).containsExactly(hundred);
        assertThat(NearestNames.nearest(hundred + "x", List.of(hundred))).isEmpty();
    }
}
