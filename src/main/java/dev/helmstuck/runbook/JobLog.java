package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a CI job's log says of where the job ran and of the end of its Helm: the words of GitLab Runner ({@code common/build.go},
 * {@code executors/kubernetes}), Helm and helmfile. Of its lines one is kept at most, masked: the error that the job ended with.
 *
 * @param executor the runner's executor, such as {@code kubernetes} or {@code shell}, if the log begins as the runner begins one
 * @param namespace where a Kubernetes executor made the job's pod
 * @param end what its end says
 * @param error the job's own error in one line, fit to be shown; never that it met the lock
 * @param releases which releases it names
 */
public record JobLog(Optional<String> executor, Optional<String> namespace, LogEnd end, Optional<String> error, LoggedReleases releases) {
    /** Stands where the middle of a log was left out. */
    public static final String LEFT_OUT = "[here helm-stuck left out the middle of the log]";

    private static final Pattern EXECUTOR = Pattern.compile("Preparing the \"([a-z0-9+_-]{1,40})\" executor");
    private static final Pattern NAMESPACE = Pattern.compile("Using Kubernetes namespace: ([a-z0-9-]{1,63})(?!\\S)");

    static final Pattern CLOSING = Pattern.compile("^(?:ERROR: )?Job (?:succeeded|failed\\b.*)$");
    private static final Pattern TIMED_OUT = Pattern.compile("(?i)timed out waiting for the build to finish");
    private static final Pattern SESSION_TERMINATED = Pattern.compile("(?i)\\bsession terminated\\b");
    static final Pattern HELM_ERROR = Pattern.compile("^\\s*Error: (?:UPGRADE|INSTALLATION) FAILED\\b");
    private static final Pattern HELMFILE_ERROR = Pattern
            .compile("\\bfailed processing release \\S+: .*\\bhelm.* exited with (?:non-zero )?status");
    /** Helm writes no record then; the second when two of them create it at once. */
    static final Pattern LOCKED = Pattern
            .compile("another operation \\(install/upgrade/rollback\\) is in progress|release: already exists");
    private static final Pattern HELM_AGAIN = Pattern
            .compile(
                    "(?:^|[\\s;&|\"'(/])helm(?:file|3|4)?\\s+(?:\\S+\\s+)*?(?:upgrade|install|rollback|apply|sync)\\b|^\\s*Upgrading release=");
    /** How the runner's shell shows the next line of a script. */
    private static final Pattern NEXT_COMMAND = Pattern.compile("^\\$ ");

    /** One that names no error and no release. */
    public JobLog(Optional<String> executor, Optional<String> namespace, LogEnd end) {
        this(executor, namespace, end, Optional.empty(), LoggedReleases.NONE);
    }

    /**
     * Reads what a log says.
     *
     * @param text its beginning and its end; what lies between may be missing, and then {@link #LEFT_OUT} stands there in a line of its own
     */
    public static JobLog of(String text) {
        List<String> lines = LogLines.of(text);
        LogEnd end = end(lines);
        return new JobLog(first(EXECUTOR, text), first(NAMESPACE, text), end,
                end == LogEnd.MET_THE_LOCK ? Optional.empty() : JobError.of(lines), LoggedReleases.of(lines));
    }

    private static LogEnd end(List<String> lines) {
        if (lines.isEmpty()) return LogEnd.EMPTY;
        List<String> errors = lines.stream().filter(line -> HELM_ERROR.matcher(line).find()).toList();
        if (!errors.isEmpty() && errors.stream().allMatch(line -> LOCKED.matcher(line).find())) return LogEnd.MET_THE_LOCK;
        if (LogLines.any(TIMED_OUT, lines)) return LogEnd.TIMED_OUT;
        if (LogLines.any(SESSION_TERMINATED, lines)) return LogEnd.SESSION_TERMINATED;
        if (!CLOSING.matcher(lines.getLast()).matches()) return LogEnd.NO_CLOSING_LINE;
        int error = IntStream.range(0, lines.size()).filter(at -> isHelmError(lines.get(at))).max().orElse(-1);
        if (error < 0) return LogEnd.NO_HELM_ERROR;
        List<String> rest = lines.subList(error + 1, lines.size());
        List<String> script = LogLines.script(rest);
        return LogLines.any(HELM_AGAIN, rest) || LogLines.any(NEXT_COMMAND, script) ? LogEnd.WENT_ON : LogEnd.HELM_ENDED;
    }

    private static boolean isHelmError(String line) {
        return HELM_ERROR.matcher(line).find() || HELMFILE_ERROR.matcher(line).find();
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
