package dev.helmstuck.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.testing.ChildJvm;

/** A jar, the Java that runs it, and the options that this gets for it. */
record Build(String name, Path java, Path jar, List<String> options) {
    /** What the image starts. */
    static final Path IMAGE_OPTIONS = Path.of("src", "main", "jib", "app", "helm-stuck");

    /** As it came: no options. */
    static Build plain(String name, Path jar) {
        return new Build(name, ChildJvm.JAVA, jar.toAbsolutePath(), List.of("-XX:+ExitOnOutOfMemoryError"));
    }

    /** With the options that the image has, and more. */
    static Build asInTheImage(String name, Path jar, String... more) {
        try (Stream<String> lines = Files.lines(IMAGE_OPTIONS)) {
            Stream<String> options = lines.takeWhile(line -> !line.equals("-jar")).filter(line -> !line.startsWith("#"));
            return new Build(name, ChildJvm.JAVA, jar.toAbsolutePath(), Stream.concat(options, Stream.of(more)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, run by another Java. */
    Build by(Path otherJava) {
        return new Build(name, otherJava, jar, options);
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
