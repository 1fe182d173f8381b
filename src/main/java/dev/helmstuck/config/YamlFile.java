package dev.helmstuck.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

/** Reads one YAML document as a tree: at most 1 MiB, no key twice; see {@link WrittenReader} for aliases. */
final class YamlFile {

    private static final int MOST_BYTES = 1 << 20;
    private static final int DEEPEST = 50;
    private static final String EXPECTED_FILE = "a YAML file of at most 1 MiB in UTF-8";

    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final String name;
    private final Problems problems;

    /** @param name what problems call this file */
    YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The tree of this file, which exists; empty if the problems say why it cannot be read. */
    Optional<Written> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES)
                return problem("", "more than 1 MiB");
            return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return problem("", "bytes that are not UTF-8");
        } catch (IOException e) {
            return problem("", "a file that cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The tree of this text. */
    Optional<Written> parse(String text) {
        String yaml = text.startsWith("\ufeff") ? text.substring(1) : text;
        try (YAMLParser parser = FACTORY.createParser(yaml)) {
            return new WrittenReader(parser, name, problems).document();
        } catch (JsonProcessingException e) {
            problems.add(name, place(e.getLocation()), "a mistake in the YAML (" + reason(e) + ")", "correct YAML, each key once");
        } catch (IOException e) {
            throw new IllegalStateException("reading a text does not fail", e);
        }
        return Optional.empty();
    }

    static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1 ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The parser's words without its excerpt of the file: its last line that is not indented. */
    private static String reason(JsonProcessingException e) {
        String words = e.getOriginalMessage();
        return words == null
                ? "unreadable"
                : words.lines().filter(line -> !line.isBlank()).filter(Predicate.not(line -> line.startsWith(" ")))
                        .reduce((first, last) -> last).map(line -> Problems.shortened(line)).orElse("unreadable");
    }

    private Optional<Written> problem(String place, String found) {
        problems.add(name, place, found, EXPECTED_FILE);
        return Optional.empty();
    }
}
