package dev.helmstuck.runbook;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the error that a CI job itself ended with: Helm's own last one that is not somebody else's lock, else another tool's, else that
 * something was killed, else what the runner closed the log with.
 */
final class JobError {
    private static final Pattern ERROR = Pattern.compile("^\\s*(?:(?i:error|fatal|panic): ?\\S|(?:time=\\S+ )?level=(?i:error|fatal)\\b)");
    /** helm-diff and helmfile say so of every difference, and of every error of Helm once more. */
    private static final Pattern SAYS_NOTHING = Pattern.compile("identified at least one change|plugin \"diff\" exited with error");
    /** The shell names the command after it, with all of its arguments. */
    private static final Pattern KILLED = Pattern
            .compile("(?:^|\\s)(Killed|OOMKilled|signal: killed|exit (?:status|code) 137|out of memory)(?=\\s|\\W|$)");
    private static final Pattern OF_SEVERAL = Pattern.compile("^\\s*\\* .*");
    private static final int MOST_OF_SEVERAL = 3;

    private JobError() {}

    /** That error, masked. */
    static Optional<String> of(List<String> lines) {
        List<String> script = LogLines.script(lines);
        return error(script, line -> JobLog.HELM_ERROR.matcher(line).find())
                .or(() -> error(script, line -> ERROR.matcher(line).find() && !JobLog.CLOSING.matcher(line).matches()))
                .or(() -> killed(script))
                .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()).filter(JobError::closesWithFailure))
                .map(MaskedLine::of);
    }

    private static boolean closesWithFailure(String line) {
        return JobLog.CLOSING.matcher(line).matches() && !line.endsWith("succeeded");
    }

    private static Optional<String> error(List<String> lines, Predicate<String> errors) {
        return IntStream.iterate(lines.size() - 1, at -> at >= 0, at -> at - 1).filter(at -> errors.test(lines.get(at)))
                .filter(at -> !JobLog.LOCKED.matcher(lines.get(at)).find() && !SAYS_NOTHING.matcher(lines.get(at)).find())
                .mapToObj(at -> withItsParts(lines, at)).findFirst();
    }

    /** Helm lists several errors in lines of their own. */
    private static String withItsParts(List<String> lines, int at) {
        return Stream.concat(Stream.of(lines.get(at)),
                lines.stream().skip(at + 1L).takeWhile(line -> OF_SEVERAL.matcher(line).matches()).limit(MOST_OF_SEVERAL))
                .map(String::strip).collect(Collectors.joining(" "));
    }

    private static Optional<String> killed(List<String> lines) {
        return lines.reversed().stream().filter(line -> !JobLog.CLOSING.matcher(line).matches()).map(KILLED::matcher).filter(Matcher::find)
                .map(found -> found.group(1)).findFirst();
    }
}
