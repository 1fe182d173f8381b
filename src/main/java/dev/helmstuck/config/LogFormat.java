package dev.helmstuck.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code HELM_STUCK_LOG}: what a line of the log looks like. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For machines: one JSON object a line. */
    JSON;

    /** The property of the JVM by which {@code logback.xml} chooses. */
    public static final String PROPERTY = "helmstuck.log.format";

    /** Before anything is logged, and so before the settings are read and what is wrong with them is told: then it is the default. */
    public static LogFormat early(Map<String, String> environment, Path workingDirectory) {
        return Variables.read(environment, workingDirectory, new Problems()).value(Variable.HELM_STUCK_LOG).flatMap(LogFormat::of)
                .orElse(TEXT);
    }

    static Optional<LogFormat> of(String word) {
        return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
    }

    /** As it is written in the environment. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
