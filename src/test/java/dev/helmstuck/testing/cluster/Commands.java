package dev.helmstuck.testing.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the cluster's own programs with an environment of their own: nothing of the developer's Helm or kubectl is read or written. */
final class Commands {
    private static final long BOUND_SECONDS = 300;

    private final Path programs;
    private final Path folder;
    private final Guard guard;

    Commands(Path programs, Path folder, Guard guard) {
        this.programs = programs;
        this.folder = folder;
        this.guard = guard;
    }

    Ran run(String program, Path kubeconfig, String... arguments) {
        return run(program, kubeconfig, Map.of(), arguments);
    }

    Ran run(String program, Path kubeconfig, Map<String, String> more, String... arguments) {
        Path out = temporary(".out");
        Path err = temporary(".err");
        ProcessBuilder builder = builder(program, kubeconfig, arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(more);
        Process process = start(builder);
        try {
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(builder.command() + " did not end within " + BOUND_SECONDS + " s");
            }
            Ran ran = new Ran(builder.command(), process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ran;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    RunningHelm start(Helm helm, Path kubeconfig, String... arguments) {
        Path log = temporary(".log");
        ProcessBuilder builder = builder(helm.program(), kubeconfig, arguments).redirectErrorStream(true).redirectOutput(log.toFile());
        return new RunningHelm(start(builder), log);
    }

    Path temporary(String suffix) {
        try {
            return Files.createTempFile(folder, "run", suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            guard.watch(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder(String program, Path kubeconfig, String... arguments) {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", programs + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.put("KUBECONFIG", kubeconfig.toString());
        for (String kind : List.of("CACHE", "CONFIG", "DATA")) {
            environment.put("HELM_" + kind + "_HOME", folder.resolve(program + "-" + kind).toString());
        }
        return builder;
    }
}
