package dev.helmstuck.report;

/** A command of this program as it is run from its jar, the only way in which it is shipped; in the image the jar lies in /app/classpath. */
public final class TerminalCommand {
    private TerminalCommand() {}

    /** The whole line for these words, such as {@code history gitlab-cny}. */
    public static String of(String words) {
        return "java -jar helm-stuck.jar " + words;
    }
}
