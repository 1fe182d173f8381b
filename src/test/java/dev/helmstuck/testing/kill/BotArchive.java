package dev.helmstuck.testing.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;

/**
 * The classes of a bot's process, as a file that the JVM maps: half of what its start costs is to read and verify them. The JVM takes them
 * from jars only, so the folders of the class path are packed. The first test that starts a bot makes it, unless no class is newer.
 */
final class BotArchive {
    private static final Path FOLDER = Path.of("target", "bot-archive").toAbsolutePath();
    private static final Path CLASSES = FOLDER.resolve("classes.jsa");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private BotArchive() {}

    /** What a bot's JVM is started with to use it. */
    static List<String> options() {
        return Made.OPTIONS;
    }

    private static final class Made {
        static final List<String> OPTIONS = make();
    }

    private static List<String> make() {
        try {
            Files.createDirectories(FOLDER);
            List<Path> path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).toList();
            List<Path> folders = path.stream().filter(Files::isDirectory).toList();
            String jars = path.stream().map(each -> folders.contains(each) ? jar(folders.indexOf(each)) : each).map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            try (FileChannel channel = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock oneAtATime = channel.lock()) {
                assertThat(oneAtATime.isValid()).isTrue();
                if (!isNewerThan(folders)) {
                    for (Path folder : folders)
                        pack(folder, jar(folders.indexOf(folder)));
                    live(List.of("-XX:ArchiveClassesAtExit=" + CLASSES, "-cp", jars));
                }
            }
            // a JDK that came without an archive of its own classes makes none of others
            return Files.exists(CLASSES) ? List.of("-XX:SharedArchiveFile=" + CLASSES, "-cp", jars) : List.of("-cp", jars);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jar(int number) {
        return FOLDER.resolve(number + ".jar");
    }

    private static boolean isNewerThan(List<Path> folders) throws IOException {
        if (!Files.exists(CLASSES)) return false;
        FileTime made = Files.getLastModifiedTime(CLASSES);
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                if (files.anyMatch(file -> file.toFile().lastModified() >= made.toMillis())) return false;
            }
        }
        return true;
    }

    private static void pack(Path folder, Path jar) {
        int failed = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "--create", "--no-compress", "--file",
                jar.toString(), "-C", folder.toString(), ".");
        assertThat(failed).as("jar of " + folder).isZero();
    }

    /** A whole remediation, so that all that one needs is loaded. */
    private static void live(List<String> options) throws IOException {
        Path place = Files.createTempDirectory(FOLDER, "life");
        try (ClusterSimulator cluster = ClusterSimulator.start(Clock.systemUTC());
                World world = Scene.stuck(place, cluster);
                BotProcess bot = BotProcess.start(world, "life", "", Duration.ZERO, options)) {
            Scene scene = new Scene(world);
            assertThat(world.slack().await(PATIENCE, () -> world.slack().connections().open() == 1)).as(bot.log()).isTrue();
            world.slack().slash(World.ALICE, World.CHANNEL, World.TARGET);
            scene.sayYesOnceAsked(PATIENCE, () -> false);
            assertThat(world.slack().await(PATIENCE, () -> scene.broadcasts().size() == 1)).as(bot.log()).isTrue();
            assertThat(bot.stop(PATIENCE)).as(bot.log()).isZero();
        }
    }
}
