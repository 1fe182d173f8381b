package dev.helmstuck.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.helmstuck.testing.ChildJvm;

/**
 * Makes the image's AOT cache: a {@link Training} of the jar in {@code target}, in the way in which the image starts it, by the very Java of
 * the image's base, for no other can use it. Leaves {@code target/trained/app} with the cache and with the options that name it; or
 * nothing and a line that says why, where that Java keeps no such cache. Setting: {@code -Dtraining.java}, the home of the base's Java.
 */
public final class AotCache {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final Path JAR = Path.of("target", "helm-stuck.jar");
    private static final Path OUT_FOLDER = Path.of("target", "trained", "app");
    private static final String NAME = "helm-stuck.aot";
    /** The time that every file has in the image; the JVM compares it. */
    private static final FileTime IMAGE_TIME = FileTime.from(Instant.ofEpochSecond(1));

    private AotCache() {}

    public static void main(String[] args) throws IOException {
        String home = System.getProperty("training.java", "");
        Path java = home.isBlank() ? ChildJvm.JAVA : Path.of(home, "bin", "java").toAbsolutePath();
        Path work = Files.createTempDirectory("helm-stuck-training");
        delete(OUT_FOLDER);
        if (possible(java, work)) {
            Path jar = Files.copy(JAR, work.resolve("helm-stuck.jar"));
            Files.setLastModifiedTime(jar, IMAGE_TIME);
            Path cache = make(java, jar, work);
            Files.createDirectories(OUT_FOLDER);
            Files.copy(cache, OUT_FOLDER.resolve(NAME));
            Files.writeString(OUT_FOLDER.resolve(Build.IMAGE_OPTIONS.getFileName()), options());
            OUT.printf("training: %s has %,d bytes%n", OUT_FOLDER.resolve(NAME), Files.size(cache));
        } else {
            OUT.println("training: " + java + " keeps no AOT cache (25 and newer do): the image does without");
        }
        delete(work);
        System.exit(0);
    }

    /** Whether this Java can make one. */
    static boolean possible(Path java, Path work) {
        return run(List.of(java.toString(), "-XX:+PrintFlagsFinal", "-version"), work).contains("AOTCacheOutput");
    }

    /** One that fits this jar, at this time and size, and this Java; proven by a start. */
    static Path make(Path java, Path jar, Path work) throws IOException {
        Path cache = work.resolve(NAME).toAbsolutePath();
        Training.play(Files.createDirectories(work.resolve("training")),
                Build.asInTheImage("training", jar, "-XX:AOTCacheOutput=" + cache).by(java).command("serve"));
        // this mode ends the JVM if the cache does not fit
        run(Build.asInTheImage("trained", jar, "-XX:AOTCache=" + cache, "-XX:AOTMode=on").by(java).command("--version"), work);
        return cache;
    }

    /** The image's options with the cache. */
    private static String options() throws IOException {
        return Files.readString(Build.IMAGE_OPTIONS).replace("-jar\n", """
                # what a training run left; if it does not fit this Java any more, the program starts without it and says nothing of it
                -XX:AOTCache=/app/%s
                -Xlog:aot*=off:stderr
                -Xlog:cds*=off:stderr
                -jar
                """.formatted(NAME));
    }

    private static String run(List<String> command, Path work) {
        try (MeasuredProcess process = MeasuredProcess.start(command, Map.of(), work.resolve("run.log"))) {
            if (process.awaitEnd().exit() != 0) throw new IllegalStateException(command + ": " + process.said());
            return process.said();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList())
                Files.delete(file);
        }
    }
}
