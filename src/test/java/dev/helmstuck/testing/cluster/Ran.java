package dev.helmstuck.testing.cluster;

import java.util.List;

/** What a finished command left behind. */
public record Ran(List<String> command, int exit, String stdout, String stderr) {

    public Ran {
        command = List.copyOf(command);
    }

    /** This, if the command ended well; fails with everything it said if not. */
    public Ran succeeded() {
        if (exit != 0)
            throw new AssertionError(String.join(" ", command) + " ended with " + exit + "\n" + output());
        return this;
    }

    public String output() {
        return stdout + stderr;
    }
}
