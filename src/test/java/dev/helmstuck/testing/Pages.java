package dev.helmstuck.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is written for people, so that what it names can be held against what there is. */
public final class Pages {
    /** All that people read in Markdown. */
    public static final List<Path> MARKDOWN = Stream
            .of("README.md", "OPERATIONS.md", "CONTRIBUTING.md", "CHANGELOG.md", "manifests/README.md", "findings/README.md").map(Path::of)
            .toList();
    /** And what is explained in comments and alerts. */
    private static final List<Path> OTHERS = Stream
            .of(".env.example", "src/main/resources/dev/helmstuck/config/helm-stuck.example.yaml",
                    "manifests/components/monitoring/rules.yaml",
                    "manifests/target/copies/kustomization.yaml")
            .map(Path::of).toList();

    private Pages() {}

    /** The text of each page. */
    public static Map<Path, String> all() {
        Map<Path, String> texts = new LinkedHashMap<>();
        Stream.concat(MARKDOWN.stream(), OTHERS.stream()).forEach(page -> texts.put(page, text(page)));
        return texts;
    }

    /** What is found anywhere: the last group of each match. */
    public static Set<String> named(String regex) {
        Set<String> named = new TreeSet<>();
        all().values().forEach(text -> matches(regex, text).forEach(match -> named.add(match.group(match.groupCount()))));
        return named;
    }

    /** Where it is found in a text. */
    public static List<MatchResult> matches(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().toList();
    }

    public static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
