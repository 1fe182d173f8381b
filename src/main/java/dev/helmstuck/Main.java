package dev.helmstuck;

import java.nio.file.Path;

import dev.helmstuck.cli.HelmStuckCommand;

/** Where the process begins and ends: the only look at the environment, and the only {@code System.exit}. */
public final class Main {

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        // Guice's generated code uses what newer JDKs warn of on every start; reflection does as well here
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        System.exit(HelmStuckCommand.run(System.getenv(), Path.of(""), args));
    }
}
