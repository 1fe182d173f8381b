package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs as GitLab Runner, Helm and helmfile write them. */
class JobLogTest {
    private static final String BEGINNING = """
            Running with gitlab-runner 19.4.0 (abcdef12)
              on k8s-workloads t3_abcdef, system ID: r_abcdef
            \033[0Ksection_start:1763726400:prepare_executor
            \033[0K\033[0K\033[36;1mPreparing the "kubernetes" executor\033[0;m
            Using Kubernetes namespace: gitlab-runner
            Using Kubernetes executor with image registry.example.com/helm:3 ...
            """;
    private static final String SCRIPT = """
            \033[0Ksection_start:1763726410:step_script\r\033[0K\033[0K\033[36;1mExecuting "step_script" stage of the job script\033[0;m
            \033[32;1m$ bin/k-ctl -e gprd-cny upgrade\033[0;m
            """;
    private static final String CLEANUP = """
            \033[0Ksection_end:1763726500:step_script\r\033[0K\033[0Ksection_start:1763726500:cleanup_file_variables\r\033[0K\
            \033[0K\033[36;1mCleaning up project directory and file based variables\033[0;m
            \033[0Ksection_end:1763726501:cleanup_file_variables\r\033[0K""";
    private static final String FAILED = "\033[31;1mERROR: Job failed: exit code 1\n\033[0;m\n";
    private static final String CANCELED = "\033[31;1mERROR: Job failed: canceled\n\033[0;m\n";
    private static final String TIMED_OUT = "\033[31;1mERROR: Job failed: execution took longer than 1h0m0s seconds\n\033[0;m\n";
    private static final String HELM = "Error: UPGRADE FAILED: context canceled\n";
    private static final String WAIT = "Error: UPGRADE FAILED: timed out waiting for the condition\n";
    private static final String LOCK = "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress\n";
    private static final String RACE = "Error: UPGRADE FAILED: release: already exists\n";
    private static final String HELMFILE = """
            FAILED RELEASES:
            NAME         NAMESPACE    CHART            VERSION   DURATION
            gitlab-cny   gitlab-cny   gitlab/gitlab    9.5.1           5m

            in ./helmfile.yaml: failed processing release gitlab-cny: command "/usr/local/bin/helm" exited with non-zero status:

            PATH:
              /usr/local/bin/helm

            ARGS:
              0: helm (4 bytes)
              1: upgrade (7 bytes)
              2: --install (9 bytes)

            ERROR:
              exit status 1

            STDERR:
              Error: UPGRADE FAILED: context deadline exceeded

            COMBINED OUTPUT:
              helm.go:84: [debug] context deadline exceeded
              main.newUpgradeCmd.func2
              \thelm.sh/helm/v3/cmd/helm/upgrade.go:203
              Error: UPGRADE FAILED: context deadline exceeded
            """;

    record Case(String when, String end, LogEnd expected) {
        @Override
        public String toString() {
            return when;
        }
    }

    static Stream<Case> ends() {
        return Stream.of(
                new Case("Helm's error, then the script's failure", HELM + CLEANUP + FAILED, LogEnd.HELM_ENDED),
                new Case("Helm's error, then the cancel", HELM + CLEANUP + CANCELED, LogEnd.HELM_ENDED),
                new Case("Helm's error, the cancel named by the runner as well",
                        HELM + "\033[0;33mWARNING: script canceled externally (UI, API)\033[0;m\n" + CLEANUP + CANCELED, LogEnd.HELM_ENDED),
                new Case("Helm's error, then the job's time-out", HELM + CLEANUP + TIMED_OUT, LogEnd.HELM_ENDED),
                new Case("Helm itself timed out waiting", WAIT + CLEANUP + FAILED, LogEnd.HELM_ENDED),
                new Case("Helm's error of several lines",
                        "Error: UPGRADE FAILED: 2 errors occurred:\n\t* timed out waiting\n\t* timed out waiting\n\n" + CLEANUP + FAILED,
                        LogEnd.HELM_ENDED),
                new Case("a first install", "Error: INSTALLATION FAILED: context canceled\n" + CLEANUP + CANCELED, LogEnd.HELM_ENDED),
                new Case("helmfile's wrapper around Helm's error", HELMFILE + CLEANUP + CANCELED, LogEnd.HELM_ENDED),
                new Case("Helm's error, the runner lost its executor",
                        HELM + "\033[31;1mERROR: Job failed (system failure): pods \"runner-x\" not found\033[0;m\n", LogEnd.HELM_ENDED),
                new Case("an error that the script turned into success", HELM + CLEANUP + "\033[32;1mJob succeeded\033[0;m\n",
                        LogEnd.HELM_ENDED),
                new Case("words of the script's own after it", HELM + "deploy failed, see above\n" + CLEANUP + FAILED, LogEnd.HELM_ENDED),
                new Case("an after_script that runs other things",
                        HELM + "\033[0K\033[36;1mRunning after_script\033[0;m\n\033[32;1m$ kubectl get pods\033[0;m\n" + CLEANUP + CANCELED,
                        LogEnd.HELM_ENDED),
                new Case("only the lock", LOCK + CLEANUP + FAILED, LogEnd.MET_THE_LOCK),
                new Case("only the lock, within helmfile's wrapper",
                        HELMFILE.replace("context deadline exceeded", "another operation (install/upgrade/rollback) is in progress")
                                + CLEANUP + FAILED,
                        LogEnd.MET_THE_LOCK),
                new Case("only a race that was lost", RACE + CLEANUP + CANCELED, LogEnd.MET_THE_LOCK),
                new Case("only the lock, and no closing line", LOCK, LogEnd.MET_THE_LOCK),
                new Case("its own error, then its own lock", HELM + LOCK + CLEANUP + FAILED, LogEnd.HELM_ENDED),
                new Case("the next line of the script", HELM + "\033[32;1m$ bin/next\033[0;m\n" + CLEANUP + CANCELED, LogEnd.WENT_ON),
                new Case("Helm again, as a trace shows it", HELM + "+ helm upgrade gitlab-cny ./chart --wait\n" + CLEANUP + CANCELED,
                        LogEnd.WENT_ON),
                new Case("helmfile again", HELM + "retrying: helmfile -e gprd-cny apply\n" + CLEANUP + CANCELED, LogEnd.WENT_ON),
                new Case("helmfile's next release", HELM + "Upgrading release=gitlab, chart=gitlab/gitlab\n" + CLEANUP + CANCELED,
                        LogEnd.WENT_ON),
                new Case("Helm in the after_script",
                        HELM + "\033[36;1mRunning after_script\033[0;m\n\033[32;1m$ helm rollback gitlab-cny\033[0;m\n" + CLEANUP
                                + CANCELED,
                        LogEnd.WENT_ON),
                new Case("canceled, and Helm said nothing", CLEANUP + CANCELED, LogEnd.NO_HELM_ERROR),
                new Case("the diff's error is not Helm's", "Error: identified at least one change, exiting with non-zero exit code\n"
                        + "Error: plugin \"diff\" exited with error\n" + CLEANUP + CANCELED, LogEnd.NO_HELM_ERROR),
                new Case("the runner gave up",
                        "\033[0;33mWARNING: Timed out waiting for the build to finish\033[0;m\n" + CANCELED, LogEnd.TIMED_OUT),
                new Case("the runner gave up, although one Helm had said its last word",
                        HELM + "\033[0;33mWARNING: Timed out waiting for the build to finish\033[0;m\n" + CANCELED, LogEnd.TIMED_OUT),
                new Case("su ended the shell", "\nSession terminated, killing shell... ...killed.\n" + CLEANUP + CANCELED,
                        LogEnd.SESSION_TERMINATED),
                new Case("the log breaks off", "Release \"gitlab-cny\" is being upgraded\n", LogEnd.NO_CLOSING_LINE),
                new Case("the log breaks off after Helm's error", HELM, LogEnd.NO_CLOSING_LINE),
                new Case("the log grew too long for the runner",
                        HELM + "\nJob's log exceeded limit of 4194304 bytes.\nJob execution will continue but no more output will be"
                                + " collected.\n",
                        LogEnd.NO_CLOSING_LINE));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void the_end_of_a_log_tells_of_helms_end(Case one) {
        assertThat(JobLog.of(BEGINNING + SCRIPT + one.end()).end()).isEqualTo(one.expected());
    }

    @ParameterizedTest
    @MethodSource("ends")
    void a_log_with_a_time_before_each_line_says_the_same(Case one) {
        assertThat(JobLog.of(stamped(BEGINNING + SCRIPT + one.end())).end()).isEqualTo(one.expected());
    }

    @Test
    void an_empty_log_says_nothing() {
        assertThat(JobLog.of("").end()).isEqualTo(LogEnd.EMPTY);
        assertThat(JobLog.of("\n \033[0;m\n").end()).isEqualTo(LogEnd.EMPTY);
    }

    @Test
    void the_beginning_tells_where_the_job_ran() {
        JobLog log = JobLog.of(BEGINNING + SCRIPT);
        assertThat(log.executor()).contains("kubernetes");
        assertThat(log.namespace()).contains("gitlab-runner");
        JobLog shell = JobLog.of("\033[36;1mPreparing the \"shell\" executor\033[0;m\nUsing Shell (bash) executor...\n");
        assertThat(shell.executor()).contains("shell");
        assertThat(shell.namespace()).isEmpty();
        assertThat(JobLog.of(SCRIPT).executor()).isEmpty();
        assertThat(JobLog.of(stamped(BEGINNING)).namespace()).contains("gitlab-runner");
    }

    @Test
    void whatever_a_log_holds_only_names_of_places_are_kept_of_it() {
        String hostile = "Preparing the \"<!channel>\" executor\nUsing Kubernetes namespace: `rm -rf`\n";
        assertThat(JobLog.of(hostile))
                .isEqualTo(new JobLog(java.util.Optional.empty(), java.util.Optional.empty(), LogEnd.NO_CLOSING_LINE));
    }

    private static String stamped(String log) {
        return Arrays.stream(log.split("\n", -1)).map(line -> line.isEmpty() ? line : "2026-11-21T12:00:00.123456Z 01O " + line)
                .collect(Collectors.joining("\n"));
    }
}
