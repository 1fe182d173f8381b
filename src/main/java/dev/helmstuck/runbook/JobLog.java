package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a CI job's log says of where the job ran and of the end of its Helm: the words of GitLab Runner ({@code common/build.go},
 * {@code executors/kubernetes}), Helm and helmfile. Nothing else of the log is kept.
 *
 * @param executor the runner's executor, such as {@code kubernetes} or {@code shell}, if the log begins as the runner begins one
 * @param namespace where a Kubernetes executor made the job's pod
 * @param end what its end says
 */
public record JobLog(Optional<String> executor, Optional<String> namespace, LogEnd end) {
    /** Before each line since GitLab Runner 18 ({@code FF_TIMESTAMPS}): time, stream, and whether it continues the line before. */
    private static final Pattern STAMP = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z [0-9a-f]{2}[OE][ +]");
    private static final Pattern SECTION = Pattern.compile("section_(?:start|end):\\d+:[^\\r\\n\\x1b]*\\r?");
    private static final Pattern COLOR = Pattern.compile("\\x1b\\[[0-9;]*[A-Za-z]");

    private static final Pattern EXECUTOR = Pattern.compile("Preparing the \"([a-z0-9+_-]{1,40})\" executor");
    private static final Pattern NAMESPACE = Pattern.compile("Using Kubernetes namespace: ([a-z0-9-]{1,63})(?!\\S)");

    private static final Pattern CLOSING = Pattern.compile("^(?:ERROR: )?Job (?:succeeded|failed\\b.*)$");
    private static final Pattern TIMED_OUT = Pattern.compile("(?i)timed out waiting for the build to finish");
    private static final Pattern SESSION_TERMINATED = Pattern.compile("(?i)\\bsession terminated\\b");
    /** The stages that follow the job's own script. */
    private static final Pattern AFTER_SCRIPT = Pattern.compile("^(?:Running after_script|Uploading artifacts for (?:failed|successful) job"
            + "|Saving cache for (?:failed|successful) job|Cleaning up project directory and file based variables)");

    private static final Pattern HELM_ERROR = Pattern.compile("^\\s*Error: (?:UPGRADE|INSTALLATION) FAILED\\b");
    private static final Pattern HELMFILE_ERROR = Pattern
            .compile("\\bfailed processing release \\S+: .*\\bhelm.* exited with (?:non-zero )?status");
    /** Helm writes no record then; the second when two of them create it at once. */
    private static final Pattern LOCKED = Pattern
            .compile("another operation \\(install/upgrade/rollback\\) is in progress|release: already exists");
    private static final Pattern HELM_AGAIN = Pattern
            .compile(
                    "(?:^|[\\s;&|\"'(/])helm(?:file|3|4)?\\s+(?:\\S+\\s+)*?(?:upgrade|install|rollback|apply|sync)\\b|^\\s*Upgrading release=");
    /** How the runner's shell shows the next line of a script. */
    private static final Pattern NEXT_COMMAND = Pattern.compile("^\\$ ");

    /**
     * Reads what a log says.
     *
     * @param text its beginning and its end; what lies between may be missing
     */
    public static JobLog of(String text) {
        return new JobLog(first(EXECUTOR, text), first(NAMESPACE, text), end(lines(text)));
    }

    private static LogEnd end(List<String> lines) {
        if (lines.isEmpty()) return LogEnd.EMPTY;
        List<String> errors = lines.stream().filter(line -> HELM_ERROR.matcher(line).find()).toList();
        if (!errors.isEmpty() && errors.stream().allMatch(line -> LOCKED.matcher(line).find())) return LogEnd.MET_THE_LOCK;
        if (any(TIMED_OUT, lines)) return LogEnd.TIMED_OUT;
        if (any(SESSION_TERMINATED, lines)) return LogEnd.SESSION_TERMINATED;
        if (!CLOSING.matcher(lines.getLast()).matches()) return LogEnd.NO_CLOSING_LINE;
        int error = IntStream.range(0, lines.size()).filter(at -> isHelmError(lines.get(at))).max().orElse(-1);
        if (error < 0) return LogEnd.NO_HELM_ERROR;
        List<String> rest = lines.subList(error + 1, lines.size());
        List<String> script = rest.stream().takeWhile(line -> !AFTER_SCRIPT.matcher(line).find()).toList();
        return any(HELM_AGAIN, rest) || any(NEXT_COMMAND, script) ? LogEnd.WENT_ON : LogEnd.HELM_ENDED;
    }

    private static boolean isHelmError(String line) {
        return HELM_ERROR.matcher(line).find() || HELMFILE_ERROR.matcher(line).find();
    }

    private static boolean any(Pattern pattern, List<String> lines) {
        return lines.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** The lines as people see them: without stamps, sections and colours; none that are blank. */
    private static List<String> lines(String text) {
        return text.lines().map(line -> STAMP.matcher(line).replaceFirst("")).map(line -> SECTION.matcher(line).replaceAll(""))
                .map(line -> COLOR.matcher(line).replaceAll("").replace("\r", "")).filter(line -> !line.isBlank()).toList();
    }
}
