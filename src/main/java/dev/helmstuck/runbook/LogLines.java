package dev.helmstuck.runbook;

import java.util.List;
import java.util.regex.Pattern;

/** A CI job's log as lines that people see: without GitLab Runner's stamps and sections, and without colours; none that are blank. */
final class LogLines {
    /** Before each line since GitLab Runner 18 ({@code FF_TIMESTAMPS}): time, stream, and whether it continues the line before. */
    private static final Pattern STAMP = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z [0-9a-f]{2}[OE][ +]");
    private static final Pattern SECTION = Pattern.compile("section_(?:start|end):\\d+:[^\\r\\n\\x1b]*\\r?");
    private static final Pattern COLOR = Pattern.compile("\\x1b\\[[0-9;?]*[A-Za-z]");
    /** The stages that follow the job's own script. */
    private static final Pattern AFTER_SCRIPT = Pattern.compile("^(?:Running after_script|Uploading artifacts for (?:failed|successful) job"
            + "|Saving cache for (?:failed|successful) job|Cleaning up project directory and file based variables)");

    private LogLines() {}

    static List<String> of(String text) {
        return text.lines().map(line -> STAMP.matcher(line).replaceFirst("")).map(line -> SECTION.matcher(line).replaceAll(""))
                .map(line -> COLOR.matcher(line).replaceAll("").replace("\r", "")).filter(line -> !line.isBlank()).toList();
    }

    /** Those of them that come before the stages after the job's script. */
    static List<String> script(List<String> lines) {
        return lines.stream().takeWhile(line -> !AFTER_SCRIPT.matcher(line).find()).toList();
    }

    static boolean any(Pattern pattern, List<String> lines) {
        return lines.stream().anyMatch(line -> pattern.matcher(line).find());
    }
}
