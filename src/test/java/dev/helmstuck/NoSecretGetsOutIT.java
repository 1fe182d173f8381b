package dev.helmstuck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.helmstuck.testing.Leaks;
import dev.helmstuck.testing.LeftBehind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * After all other tests: nothing that went out during them holds what was put into records, Secrets, tokens, passwords and job logs.
 * Looks at what this build has left only, and not at the places where a secret belongs: the headers that are made for a token, and the
 * copy of a record in the cluster.
 */
@Tag("last")
class NoSecretGetsOutIT {
    private static final Path TARGET = Path.of("target");
    private static final List<String> FOLDERS = List.of("left-behind", "surefire-reports", "failsafe-reports", "drill");

    @Test
    void nothing_that_went_out_holds_the_canary_in_any_form() {
        Leaks leaks = new Leaks();
        List<Path> all = FOLDERS.stream().flatMap(NoSecretGetsOutIT::files).toList();
        assertThat(all.parallelStream().flatMap(file -> leaks.in(file).stream())).isEmpty();
    }

    /** A look at nothing finds nothing. What a part of the suite leaves is not enough, and no fault of that part. */
    @ParameterizedTest
    @CsvSource({"slack-, 150, 8_000_000", "gitlab-, 110, 150_000", "cluster-, 100, 1_500_000", "rows-, 100, 500_000",
            "health-, 120, 10_000", "log-, 1, 1_000", "output-, 20, 10_000", "jar-, 5, 1_000", "TEST-, 70, 500_000"})
    void there_was_enough_to_look_at(String what, int files, String bytes) {
        assumeTrue(wholeSuite(), "only a part of the suite was run");
        List<Path> left = FOLDERS.stream().flatMap(NoSecretGetsOutIT::files).filter(file -> name(file).startsWith(what)).toList();
        assertThat(left.size()).as("files that begin with " + what).isGreaterThanOrEqualTo(files);
        assertThat(left.stream().mapToLong(NoSecretGetsOutIT::size).sum()).as("bytes in them")
                .isGreaterThanOrEqualTo(Long.parseLong(bytes.replace("_", "")));
    }

    @ParameterizedTest
    @CsvSource({"Slack tokens, 400", "GitLab tokens, 200", "Kubernetes tokens, 100", "records, 200", "Secrets, 1000",
            "job logs and variables, 200"})
    void the_canary_was_really_put_in(String place, int times) {
        assumeTrue(wholeSuite(), "only a part of the suite was run");
        String begin = LeftBehind.PLANTED + place + "=";
        int planted = files("left-behind").flatMap(file -> lines(file).filter(line -> line.startsWith(begin)))
                .mapToInt(line -> Integer.parseInt(line.substring(begin.length()))).sum();
        assertThat(planted).isGreaterThanOrEqualTo(times);
    }

    /** The log is what is most easily written too much to. */
    @Test
    void the_bots_log_is_among_it() {
        assumeTrue(wholeSuite(), "only a part of the suite was run");
        assertThat(files("surefire-reports").filter(file -> lines(file).anyMatch(line -> line.contains(" INFO  ")))).hasSizeGreaterThan(5);
    }

    /** Maven hands -Dtest and -Dit.test on to the tests. */
    private static boolean wholeSuite() {
        return System.getProperty("test") == null && System.getProperty("it.test") == null;
    }

    /** The files of a folder that this build has written. */
    private static Stream<Path> files(String folder) {
        Path root = TARGET.resolve(folder);
        if (!Files.isDirectory(root)) return Stream.empty();
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).filter(LeftBehind::isOfThisBuild).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
