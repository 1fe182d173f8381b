package dev.helmstuck.manifests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.helmstuck.testing.LeftBehind;
import dev.helmstuck.testing.cluster.RealCluster;

/**
 * The commands of {@code manifests/README.md} and of {@code OPERATIONS.md}, run by a shell as they stand there, in a copy of the manifests.
 *
 * @param copy the copy's folder
 * @param names what a stranger would write instead of the README's names
 */
record Readme(Path copy, Path kubeconfig, Map<String, String> names) {
    private static final Pattern BLOCK = Pattern.compile("```\n(.*?)```", Pattern.DOTALL);
    private static final long BOUND_SECONDS = 120;

    /** A copy of the manifests in this folder, for who uses this kubeconfig. */
    static Readme in(Path copy, Path kubeconfig, Map<String, String> names) {
        try (Stream<Path> files = Files.walk(Fence.MANIFESTS)) {
            for (Path file : files.sorted(Comparator.naturalOrder()).toList())
                Files.copy(file, copy.resolve(file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Readme(copy, kubeconfig, names);
    }

    /** The commands of a section, in their blocks. */
    List<String> commands(String section) {
        return blocks(read(copy.resolve("manifests/README.md")), "\n### ", section);
    }

    /** Those of a section of the operations page. */
    static List<String> operations(String section) {
        return blocks(read(Path.of("OPERATIONS.md")).replace("\n   ", "\n"), "\n## ", section);
    }

    private static List<String> blocks(String text, String level, String section) {
        int begin = text.indexOf(level + section);
        if (begin < 0) throw new AssertionError("there is no section " + section);
        int end = text.indexOf(level, begin + 1);
        List<String> blocks = BLOCK.matcher(text.substring(begin, end)).results().map(block -> block.group(1)).toList();
        if (blocks.isEmpty()) throw new AssertionError("no command in section " + section);
        return blocks;
    }

    /** What they said; fails if one of them failed. */
    String run(String commands) {
        return run(commands, 0);
    }

    String run(String commands, int exit) {
        String own = commands;
        for (Map.Entry<String, String> name : names.entrySet())
            own = own.replace(name.getKey(), name.getValue());
        Path log = copy.resolve("commands.log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", own).directory(copy.toFile())
                .redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", RealCluster.programs() + ":/usr/bin:/bin", "HOME", copy.toString(), "KUBECONFIG",
                kubeconfig.toString()));
        try {
            Process shell = builder.start();
            if (!shell.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
                throw new AssertionError(own + " did not end\n" + read(log));
            }
            LeftBehind.keep("output", Files.readAllLines(log));
            if (shell.exitValue() != exit) throw new AssertionError(own + " ended with " + shell.exitValue() + "\n" + read(log));
            return read(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** Changes a file of the copy, as its comments ask for. */
    void edit(String file, String before, String after) {
        Path path = copy.resolve(file);
        String text = read(path);
        if (!text.contains(before)) throw new AssertionError(file + " has no " + before);
        try {
            Files.writeString(path, text.replace(before, after));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
