package dev.helmstuck.testing.cluster;

/** The two Helms whose releases the bot must understand. */
public enum Helm {
    V3("helm", "--atomic"),
    V4("helm4", "--rollback-on-failure");

    private final String program;
    private final String atomic;

    Helm(String program, String atomic) {
        this.program = program;
        this.atomic = atomic;
    }

    /** The program's name in the folder of the cluster's programs. */
    public String program() {
        return program;
    }

    /** The flag that rolls a failed upgrade back. */
    public String atomic() {
        return atomic;
    }
}
