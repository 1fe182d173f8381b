package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which releases a log names; the target's is gitlab-cny in the namespace gitlab-cny. */
class LoggedReleasesTest {
    private static final String TABLE = """
            UPDATED RELEASES:
            NAME            NAMESPACE    CHART            VERSION   DURATION
            gitlab-extras   gitlab       ./extras         1.0.0          12s
            gitlab-cny      %s   gitlab/gitlab    9.5.1           5m

            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "Comparing release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny     | gitlab-cny in namespace gitlab-cny | compared",
            "Upgrading release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny     | gitlab-cny in namespace gitlab-cny | deployed",
            "Upgrading release=gitlab-cny, chart=gitlab/gitlab                           | gitlab-cny                         | deployed",
            "in ./helmfile.yaml: failed processing release gitlab-cny: command \"helm\"  | gitlab-cny                         | deployed",
            "Release \"gitlab-cny\" has been upgraded. Happy Helming!                    | gitlab-cny                         | deployed",
            "Release \"gitlab-cny\" does not exist. Installing it now.                   | gitlab-cny                         | deployed",
            "$ helm upgrade --install gitlab-cny ./chart -n gitlab-cny --wait            | gitlab-cny in namespace gitlab-cny | deployed",
            "$ helm --kube-context gprd upgrade gitlab-cny ./chart --namespace=gitlab    | gitlab-cny in namespace gitlab     | deployed",
            "+ /usr/local/bin/helm upgrade -i --timeout 1h -f a.yaml 'gitlab-cny' chart  | gitlab-cny                         | deployed",
            "$ cd x && helm3 install gitlab-cny ./chart --atomic; echo done              | gitlab-cny                         | deployed",
            "$ helm upgrade --install gitlab-cny \\ # collapsed multi-line command       | gitlab-cny                         | deployed",
            "$ helm upgrade --install $RELEASE ./chart -n gitlab                         | -                                  | -",
            "$ helm upgrade --install gitlab-cny ./chart -n $NAMESPACE                   | gitlab-cny                         | deployed",
            "$ helm upgrade --dry-run gitlab-cny ./chart                                 | -                                  | -",
            "$ helm upgrade gitlab-cny ./chart --dry-run=server                          | -                                  | -",
            "$ helm diff upgrade gitlab-cny ./chart                                      | -                                  | -",
            "$ helm template gitlab-cny ./chart                                          | -                                  | -",
            "$ helm status gitlab-cny                                                    | -                                  | -",
            "the helm upgrade of gitlab in gprd failed                                   | -                                  | -",
            "Release \"<!channel>\" has been upgraded                                    | -                                  | -"})
    void a_line_names_a_release(String line, String named, String how) {
        LoggedReleases releases = releases("before\n" + line + "\nafter\n");
        assertThat(releases.named()).extracting(Object::toString).isEqualTo(named == null ? java.util.List.of() : java.util.List.of(named));
        assertThat(releases.deployed()).hasSize("deployed".equals(how) ? 1 : 0);
    }

    @Test
    void helmfiles_table_names_each_with_its_namespace_where_it_has_that_column() {
        assertThat(releases(TABLE.formatted("gitlab-cny")).named()).extracting(Object::toString)
                .containsExactlyInAnyOrder("gitlab-extras in namespace gitlab", "gitlab-cny in namespace gitlab-cny");
        assertThat(releases("FAILED RELEASES:\nNAME   CHART   VERSION   DURATION\ngitlab   gitlab/gitlab   9.5.1   5m\n").named())
                .extracting(Object::toString).containsExactly("gitlab");
        assertThat(releases("UPDATED RELEASES:\nsomething else\ngitlab a b\n").named()).isEmpty();
        assertThat(releases("UPDATED RELEASES:").named()).isEmpty();
    }

    static Stream<String> others() {
        return Stream.of(TABLE.formatted("gitlab"), "Comparing release=gitlab-extras, chart=./extras, namespace=gitlab\n",
                "$ helm upgrade -i gitlab ./chart -n gitlab\n", "Upgrading release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab\n");
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_log_that_names_other_releases_only_is_told_unless_a_part_of_it_was_left_out(String log) {
        assertThat(releases(log).nameOthersOnly(Some.target())).isTrue();
        assertThat(releases(log + JobLog.LEFT_OUT + "\nbye\n").nameOthersOnly(Some.target())).isFalse();
        assertThat(releases(log + "Upgrading release=gitlab-cny, chart=gitlab/gitlab\n").nameOthersOnly(Some.target())).isFalse();
    }

    @Test
    void a_release_that_was_only_compared_is_told_from_one_that_was_deployed() {
        String compared = """
                Comparing release=gitlab-cny, chart=gitlab/gitlab, namespace=gitlab-cny
                Upgrading release=gitlab-extras, chart=./extras, namespace=gitlab-cny
                """;
        assertThat(releases(compared).onlyCompare(Some.target())).isTrue();
        assertThat(releases(compared + JobLog.LEFT_OUT + "\n").onlyCompare(Some.target())).isFalse();
        assertThat(releases(compared + TABLE.formatted("gitlab-cny")).onlyCompare(Some.target())).isFalse();
        assertThat(releases("nothing").onlyCompare(Some.target())).isFalse();
    }

    @Test
    void of_many_names_a_few_are_kept_and_fewer_are_said() {
        StringBuilder log = new StringBuilder();
        IntStream.range(0, 1000).forEach(i -> log.append("Upgrading release=app-").append(i).append(", chart=a/b\n"));
        assertThat(releases(log.toString()).named()).hasSize(20);
        assertThat(releases(log.toString()).others(Some.target())).isEqualTo("app-0, app-1, app-10, … and 17 more");
    }

    @Test
    void a_hostile_log_takes_no_time() {
        for (String part : new String[]{"a=b ", "$ ", "timeout 1 ", "helm ", "/helm ", "Comparing release=a, ", "a", "a-", "; ", "Killed ",
                "Error: "}) {
            long began = System.nanoTime();
            assertThat(releases((part.repeat(1_900 / part.length()) + "\n").repeat(75)).named()).hasSizeLessThan(2);
            assertThat((System.nanoTime() - began) / 1_000_000).as(part).isLessThan(5_000);
        }
    }

    private static LoggedReleases releases(String log) {
        return JobLog.of(log).releases();
    }
}
