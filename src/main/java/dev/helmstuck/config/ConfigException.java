package dev.helmstuck.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; its message lists every problem of environment and targets file, one a line. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::line).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, never empty: those of the environment first, then the targets file from top to bottom. */
    public List<Problem> problems() {
        return problems;
    }
}
