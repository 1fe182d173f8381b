package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which line of a log says what the job itself ended with. */
class JobErrorTest {
    private static final String LOCK = "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress\n";
    private static final String FAILED = """
            \033[0Ksection_end:1763726500:step_script\r\033[0K\033[36;1mCleaning up project directory and file based variables\033[0;m
            \033[31;1mERROR: Job failed: exit code 1
            \033[0;m
            """;

    record LoggedError(String when, String log, String error) {
        @Override
        public String toString() {
            return when;
        }
    }

    static Stream<LoggedError> errors() {
        return Stream.of(
                new LoggedError("Helm's", "$ bin/deploy\nError: UPGRADE FAILED: context deadline exceeded\n" + FAILED,
                        "Error: UPGRADE FAILED: context deadline exceeded"),
                new LoggedError("the last of two", "Error: UPGRADE FAILED: timed out\nError: UPGRADE FAILED: context canceled\n" + FAILED,
                        "Error: UPGRADE FAILED: context canceled"),
                new LoggedError("in colour, with a stamp",
                        "2026-11-21T12:00:00.123456Z 01E \033[31mError: UPGRADE FAILED: context canceled\033[0m\r\n" + FAILED,
                        "Error: UPGRADE FAILED: context canceled"),
                new LoggedError("not the lock that the script's second try met",
                        "Error: UPGRADE FAILED: context canceled\n" + LOCK + FAILED,
                        "Error: UPGRADE FAILED: context canceled"),
                new LoggedError("helmfile's, from what it quotes of Helm", """
                        FAILED RELEASES:
                        NAME         NAMESPACE    CHART            VERSION   DURATION
                        gitlab-cny   gitlab-cny   gitlab/gitlab    9.5.1           5m
                        in ./helmfile.yaml: failed processing release gitlab-cny: command "helm" exited with non-zero status:
                        STDERR:
                          Error: UPGRADE FAILED: context deadline exceeded
                        COMBINED OUTPUT:
                          Error: UPGRADE FAILED: context deadline exceeded
                        """ + FAILED, "Error: UPGRADE FAILED: context deadline exceeded"),
                new LoggedError("with its parts",
                        "Error: UPGRADE FAILED: 2 errors occurred:\n\t* timed out waiting\n\t* job a failed\n\n" + FAILED,
                        "Error: UPGRADE FAILED: 2 errors occurred: * timed out waiting * job a failed"),
                new LoggedError("another tool's", "Error: unable to build kubernetes objects\nbye\n" + FAILED,
                        "Error: unable to build kubernetes objects"),
                new LoggedError("not the diff's", "Error: identified at least one change, exiting with non-zero exit code\n"
                        + "Error: plugin \"diff\" exited with error\n" + FAILED, "ERROR: Job failed: exit code 1"),
                new LoggedError("killed by the kernel, without the command and its arguments",
                        "/bin/bash: line 3:   45 Killed                  helm upgrade --set password=hunter2 a b\n" + FAILED, "Killed"),
                new LoggedError("killed, as helmfile says", "command \"helm\" exited: signal: killed\n" + FAILED, "signal: killed"),
                new LoggedError("the runner's: out of memory", "Upgrading\nERROR: Job failed: command terminated with exit code 137\n",
                        "ERROR: Job failed: command terminated with exit code 137"),
                new LoggedError("the runner's: canceled", "Upgrading\n" + FAILED.replace("exit code 1", "canceled"),
                        "ERROR: Job failed: canceled"),
                new LoggedError("the runner's: time-out", FAILED.replace("exit code 1", "execution took longer than 1h0m0s seconds"),
                        "ERROR: Job failed: execution took longer than 1h0m0s seconds"),
                new LoggedError("the runner's: lost its pod", "ERROR: Job failed (system failure): pods \"runner-x\" not found\n",
                        "ERROR: Job failed (system failure): pods \"runner-x\" not found"),
                new LoggedError("not that of the after_script", "Error: UPGRADE FAILED: context canceled\nRunning after_script\n"
                        + "Error: no such file\n" + FAILED, "Error: UPGRADE FAILED: context canceled"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void the_jobs_own_error_is_found(LoggedError one) {
        assertThat(JobLog.of(one.log()).error()).contains(one.error());
    }

    @Test
    void a_job_that_only_met_the_lock_or_succeeded_or_broke_off_has_none() {
        assertThat(JobLog.of(LOCK + FAILED).error()).isEmpty();
        assertThat(JobLog.of("all well\nJob succeeded\n").error()).isEmpty();
        assertThat(JobLog.of("Release \"a\" is being upgraded\n").error()).isEmpty();
        assertThat(JobLog.of("").error()).isEmpty();
    }

    @Test
    void nothing_secret_is_kept_of_the_line_nor_of_any_other() {
        JobLog log = JobLog.of("$ helm upgrade a b --set password=hunter2\nError: UPGRADE FAILED: values: password: hunter2\n" + FAILED);
        assertThat(log.error()).hasValueSatisfying(error -> assertThat(error).startsWith("Error: UPGRADE FAILED: "));
        assertThat(log.toString()).doesNotContain("hunter2");
    }
}
