package dev.helmstuck.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.testing.ChildJvm;

/** A jar with the options that a JVM gets for it. */
record Build(String name, Path jar, List<String> options) {
    private static final List<String> QUICK = List.of("-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-XX:-UsePerfData", "-Xms16m", "-XX:MinHeapFreeRatio=20", "-XX:MaxHeapFreeRatio=30");

    /** As it came: no options. */
    static Build plain(String name, Path jar) {
        return new Build(name, jar.toAbsolutePath(), List.of("-XX:+ExitOnOutOfMemoryError"));
    }

    /** With the options that win. */
    static Build quick(String name, Path jar, String... more) {
        return new Build(name, jar.toAbsolutePath(), Stream.concat(QUICK.stream(), Stream.of(more)).toList());
    }

    /** The same with what a training run left: an AOT cache, or an archive of classes ({@code .jsa}). */
    static Build trained(String name, Path jar, Path cache) {
        String option = cache.toString().endsWith(".jsa") ? "-XX:SharedArchiveFile=" : "-XX:AOTCache=";
        return quick(name, jar, option + cache.toAbsolutePath());
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ChildJvm.JAVA.toString()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
