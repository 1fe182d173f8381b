package dev.helmstuck.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.helmstuck.cli.HelmStuckCommand;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.testing.Pages;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What README, OPERATIONS and their like name is there: commands with their options, outcomes, files, sections, settings of the build. */
class PagesTest {
    /** Up to what ends it: a comment, two spaces, a quote, the line; in running text it stands in backticks. */
    private static final String COMMAND = "java (?:-XX\\S+ )?(?:-jar (?:[\\w./-]*/)?helm-stuck\\.jar|@/app/helm-stuck)((?: (?!#| )[^ `\n#]+)*)";
    private static final CommandLine LINE = HelmStuckCommand.line(Map.of(), Path.of(""));

    @Test
    void every_command_that_is_written_is_one_with_these_options() {
        Set<String> commands = Pages.named(COMMAND).stream().map(String::strip).collect(Collectors.toCollection(TreeSet::new));
        assertThat(commands).hasSizeGreaterThan(20).contains("history --json --since 30d", "doctor [gitlab-cny] [--json]");
        assertThat(commands).allSatisfy(PagesTest::exists);
    }

    @Test
    void a_command_or_an_option_that_there_is_not_would_be_found() {
        for (String wrong : List.of("chek gitlab-cny", "check --jsn", "history --since", "backups [gitlab-cny] [--older-then 30d]",
                "targets --json"))
            assertThatThrownBy(() -> exists(wrong)).as(wrong).isInstanceOfAny(AssertionError.class, ParameterException.class);
    }

    /** Each way to read the brackets would be too much: without any it is parsed, with them each of its words is looked up. */
    private static void exists(String command) {
        if (command.isEmpty() || command.equals("…")) return;
        List<String> words = List.of(command.replaceAll("[\\[\\]|]", " ").strip().split(" +"));
        CommandLine meant = LINE.getSubcommands().getOrDefault(words.getFirst(), LINE);
        if (meant == LINE) assertThat(words).as("a command").allMatch(word -> word.startsWith("--"));
        words.stream().filter(word -> word.startsWith("--"))
                .forEach(option -> assertThat(meant.getCommandSpec().optionsMap()).as(command).containsKey(option));
        if (!command.matches(".*[\\[|…{].*")) LINE.parseArgs(words.toArray(String[]::new));
    }

    /** There is no program of that name on anybody's PATH, and a command in Slack has a slash. */
    @Test
    void a_command_is_always_written_as_it_is_run() {
        String words = String.join("|", LINE.getSubcommands().keySet());
        Pages.all().forEach((page, text) -> assertThat(Pages.matches("(?<![/\\w@.-])helm-stuck (?:" + words + ")\\b.*", text).stream()
                .map(match -> match.group())).as(page.toString()).isEmpty());
    }

    @Test
    void the_operations_page_explains_every_outcome_and_no_other() {
        String page = Pages.text(Path.of("OPERATIONS.md"));
        String table = page.substring(page.indexOf("| outcome |"), page.indexOf("\n## Upgrade"));
        Set<String> explained = Pages.matches("(?m)^\\| (`[^|]*) \\|", table).stream()
                .flatMap(row -> Pages.matches("`([A-Z_]+)`", row.group(1)).stream()).map(name -> name.group(1)).collect(Collectors.toSet());
        assertThat(explained).containsExactlyInAnyOrderElementsOf(Arrays.stream(Outcome.values()).map(Outcome::name).toList());
    }

    @Test
    void every_file_and_section_that_is_linked_is_there() {
        for (Path page : Pages.MARKDOWN) {
            for (var link : Pages.matches("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)", Pages.text(page))) {
                Path file = link.group(1).isEmpty() ? page : folder(page).resolve(link.group(1)).normalize();
                assertThat(file).as("%s links to it", page).exists();
                if (link.group(2) != null) assertThat(sections(file)).as("%s of %s", page, file).contains(link.group(2));
            }
        }
    }

    private static Path folder(Path page) {
        return page.getParent() == null ? Path.of("") : page.getParent();
    }

    /** As GitLab and GitHub name them. */
    private static Set<String> sections(Path file) {
        return Pages.matches("(?m)^#+ (.*)$", Pages.text(file)).stream().map(title -> title.group(1).toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w -]", "").replace(' ', '-')).collect(Collectors.toSet());
    }

    @Test
    void every_path_that_a_command_names_is_there() {
        Set<String> paths = Pages.named("(?<![\\w./])((?:manifests|\\.ci|docs|src)/[\\w./-]*\\w)");
        assertThat(paths).contains("manifests/target/kubeconfig", ".ci/run");
        assertThat(paths).filteredOn(path -> !path.equals("manifests/ours")).allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @Test
    void every_property_that_is_given_to_maven_is_one_that_something_reads() {
        String read = Pages.text(Path.of("pom.xml")) + javaFiles();
        assertThat(Pages.named("mvn [^\n`]*")).isNotEmpty();
        Set<String> given = new TreeSet<>();
        Pages.named("(mvn [^\n`]*)").forEach(line -> Pages.matches("-D([\\w.]+)", line).forEach(each -> given.add(each.group(1))));
        // those of Maven's own plugins
        given.removeAll(Set.of("test", "skipTests", "jib.from.image", "jib.to.image"));
        assertThat(given).allSatisfy(property -> assertThat(read).contains(property));
    }

    /** Nobody builds it here; what it says of our own image can be held against what makes that. */
    @Test
    void the_base_with_a_credential_plugin_is_our_own_base_with_one_program_more() {
        String page = Pages.text(Path.of("OPERATIONS.md"));
        List<String> lines = page.substring(page.indexOf("# Dockerfile of the base"), page.indexOf("docker build")).lines()
                .filter(line -> line.matches("[A-Z]+ .*")).toList();
        String base = Pages.matches("<from>\\s*<image>(.*)</image>", Pages.text(Path.of("pom.xml"))).getFirst().group(1);
        assertThat(lines).extracting(line -> line.replaceFirst(" .*", "")).containsExactly("FROM", "RUN", "FROM", "COPY");
        assertThat(lines.get(2)).isEqualTo("FROM " + base);
        assertThat(lines.get(3)).startsWith("COPY --from=" + lines.get(0).replaceFirst(".* AS ", "")).endsWith(" /usr/local/bin/");
        assertThat(page).contains("jib:build -Djib.from.image=" + Pages.matches("docker build -t (\\S+)", page).getFirst().group(1) + " ");
    }

    private static String javaFiles() {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(Pages::text)
                    .flatMap(text -> Pages.matches("get(?:Property|Boolean|Integer)\\(\"[^\"]+\"", text).stream()
                            .map(match -> match.group()))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
