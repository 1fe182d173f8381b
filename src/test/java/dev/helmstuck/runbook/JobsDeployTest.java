package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.helmstuck.release.Revision;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which revisions may be a job's own, where the cluster's clock and GitLab's differ. */
class JobsDeployTest {
    private static final Instant BEGAN = Instant.parse("2026-11-21T12:00:00.700Z");

    /** @param made when each was made, in seconds after the job began, the newest first */
    private static Optional<String> doubt(Optional<Instant> began, int... made) {
        List<Revision> fresh = IntStream.range(0, made.length).mapToObj(each -> new Revision("s", 1240 - each, "u" + each, "1",
                Instant.parse("2026-11-21T12:00:00Z").plusSeconds(made[each]), Optional.empty(), Optional.empty())).toList();
        return JobsDeploy.doubt(fresh, new CiJob(Some.PROJECT, 5, "deploy", "success", Optional.of(BEGAN.minusSeconds(300)), began,
                Optional.of(BEGAN.plusSeconds(200)), Optional.empty(), 7, "deployer", "https://ops.example.com/jobs/5"));
    }

    @ParameterizedTest
    @CsvSource({"0", "30", "200", "-50", "250"})
    void clocks_may_differ_by_a_minute(int made) {
        assertThat(doubt(Optional.of(BEGAN), made)).isEmpty();
    }

    @Test
    void one_that_is_older_than_the_job_by_more_is_not_told_to_be_the_job_s() {
        assertThat(doubt(Optional.of(BEGAN), -90)).hasValueSatisfying(why -> assertThat(why).contains(
                "made at 2026-11-21 11:58:30 UTC by the cluster's clock", "began only at 2026-11-21 12:00:00 UTC by GitLab's",
                "the two clocks differ"));
    }

    @Test
    void nor_is_one_that_came_long_after_it_unless_another_one_came_in_its_time() {
        assertThat(doubt(Optional.of(BEGAN), 600)).hasValueSatisfying(why -> assertThat(why).contains("had ended at 2026-11-21 12:03:20"));
        assertThat(doubt(Optional.of(BEGAN), 600, 100)).isEmpty();
    }

    @Test
    void a_job_of_which_nobody_knows_when_it_began_proves_nothing() {
        assertThat(doubt(Optional.empty(), 10)).contains("GitLab does not say when the job began.");
    }
}
