package dev.helmstuck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * One name, one thing: whoever reads a type's name knows which one is meant,
 * without its package. A contract that is bound twice, to the simulator and to
 * the real thing, is one thing.
 */
class NamesTest {
    private static final Pattern TYPE = Pattern
            .compile("(?m)^\\s*(?:@\\w+(?:\\([^)]*\\))?\\s+)*(?:(?:public|private|protected|static|final|sealed|non-sealed|abstract)\\s+)*"
                    + "(?:class|@?interface|enum|record)\\s+([A-Z]\\w*)\\b(?! extends \\w+Contract \\{)");

    @Test
    void no_simple_type_name_stands_for_two_things() throws IOException {
        assertThat(namedTwice("src/main/java")).isEmpty();
    }

    @Test
    void no_simple_type_name_of_the_tests_stands_for_two_things()
            throws IOException {
        assertThat(namedTwice("src/test/java")).isEmpty();
    }

    @Test
    void no_file_cites_a_page_that_is_not_in_the_repository()
            throws IOException {
        Pattern elsewhere = Pattern
                .compile("design(?:\\.md| §)|\\b(?:style|review|forecast|field-faults|approval-failures)\\.md|facts-\\w+\\.md");
        for (Path file : java("src")) {
            if (file.endsWith("NamesTest.java"))
                continue;
            assertThat(elsewhere.matcher(Files.readString(file)).find()).as(
                    "%s cites a page from elsewhere", file).isFalse();
        }
    }

    /** Names of types, nested ones too, that more than one file declares. */
    private static Map<String, List<String>> namedTwice(String folder) throws IOException {
        Map<String, TreeSet<String>> files = new TreeMap<>();
        for (Path file : java(folder)) {
            Matcher type = TYPE.matcher(Files.readString(file));
            while (type.find())
                files.computeIfAbsent(type.group(1), name -> new TreeSet<>()).add(file.toString());
        }
        Map<String, List<String>> twice = new TreeMap<>();
        files.forEach((name, where) -> {
            if (where.size() > 1) twice.put(name, List.copyOf(where));
        });
        return twice;
    }
    private static List<Path> java(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
