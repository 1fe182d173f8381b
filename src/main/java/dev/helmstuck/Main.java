package dev.helmstuck;

import java.nio.file.Path;

import dev.helmstuck.cli.HelmStuckCommand;
import dev.helmstuck.cli.NetworkUse;
import dev.helmstuck.config.LogFormat;
import dev.helmstuck.config.NetworkSettings;

/** Where the process begins and ends: the only look at the environment, and the only {@code System.exit}. */
public final class Main {

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        // Guice's generated code uses what newer JDKs warn of on every start; reflection does as well here
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        System.setProperty(LogFormat.PROPERTY, LogFormat.early(System.getenv(), Path.of("")).word());
        NetworkUse.of(NetworkSettings.early(System.getenv(), Path.of("")));
        System.exit(HelmStuckCommand.run(System.getenv(), Path.of(""), args));
    }
}
