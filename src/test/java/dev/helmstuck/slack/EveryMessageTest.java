package dev.helmstuck.slack;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.helmstuck.cli.TerminalText;
import dev.helmstuck.report.CheckMessages;
import dev.helmstuck.report.ForecastMessages;
import dev.helmstuck.report.HostileMessages;
import dev.helmstuck.report.LastMessages;
import dev.helmstuck.report.OutageMessages;
import dev.helmstuck.report.ReplyMessages;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.RequestMessages;
import dev.helmstuck.report.RootMessages;
import dev.helmstuck.report.Said;
import dev.helmstuck.report.WatchMessages;
import dev.helmstuck.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message that the bot can say, as Slack gets it and as a terminal shows it. */
class EveryMessageTest {
    /** What of ours may be live: a moment, one of our two people, our group, a link to a page of the web. */
    private static final Pattern LIVE = Pattern
            .compile("<!date\\^\\d+\\^[^|<>]+\\|[^<>]+>|<@(URUTH|UANN)>|<!subteam\\^S0SRE>|<https://[^|<>\\s]+\\|[^<>]+>");

    private static final Map<String, Supplier<List<Said>>> FAMILIES = Map.of("root", RootMessages::all, "findings", CheckMessages::findings,
            "diagnoses", CheckMessages::diagnoses, "request", RequestMessages::all, "last", LastMessages::all, "replies",
            ReplyMessages::all,
            "hostile", HostileMessages::readable, "outage", OutageMessages::all, "forecast", ForecastMessages::all, "watch",
            WatchMessages::all);

    /** In an order that is the same in every JVM, as tools that name a test by its number expect. */
    static Set<String> families() {
        return new TreeSet<>(FAMILIES.keySet());
    }

    static Stream<Said> everything() {
        return Stream.concat(families().stream().flatMap(family -> FAMILIES.get(family).get().stream()),
                HostileMessages.enormous().stream());
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyMessageReadsAsItsGolden(String family) {
        StringBuilder golden = new StringBuilder();
        FAMILIES.get(family).get().forEach(said -> golden.append(shown(said)));
        Golden.check("messages/" + family + ".txt", golden.toString());
    }

    @Test
    void aNewMessageNeedsAGolden() {
        JavaClasses ours = new ClassFileImporter().importPackages(Report.class.getPackageName());
        Set<String> said = new TreeSet<>();
        ours.stream().filter(type -> type.getSimpleName().endsWith("Messages")).flatMap(type -> type.getAccessesFromSelf().stream())
                .map(JavaAccess::getTarget).forEach(target -> said.add(target.getFullName()));

        List<String> unsaid = ours.stream().filter(type -> !type.isEquivalentTo(Report.class))
                .filter(type -> !type.getSimpleName().endsWith("Messages")).map(JavaClass::getMethods).flatMap(Set::stream)
                .filter(method -> method.getModifiers().containsAll(Set.of(PUBLIC, STATIC)))
                .filter(method -> method.getRawReturnType().isEquivalentTo(Report.class)).map(JavaMethod::getFullName)
                .filter(name -> !said.contains(name)).toList();

        assertThat(said).anyMatch(name -> name.contains("LastReport.of("));
        assertThat(unsaid).as("messages that no golden shows: add them to a *Messages class beside this package's tests").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("everything")
    void everyMessageKeepsSlacksLimits(Said said) {
        Rendered rendered = Blocks.render(said.report());

        assertThat(rendered.text()).isNotBlank().hasSizeLessThan(4000);
        for (JsonNode blocks : List.of(rendered.blocks(), rendered.simpleBlocks())) {
            assertThat(blocks.size()).isBetween(1, 50);
            for (JsonNode block : blocks) {
                assertThat(block.path("text").path("text").asText().length())
                        .isLessThanOrEqualTo(block.path("type").asText().equals("header") ? 150 : 3000);
            }
            assertThat(texts(blocks).stream().mapToInt(String::length).sum()).isLessThan(12_500);
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void nothingIsLiveButOurOwn(Said said) {
        Rendered rendered = Blocks.render(said.report());
        List<String> shown = new ArrayList<>(texts(rendered.blocks()));
        shown.addAll(texts(rendered.simpleBlocks()));
        shown.add(rendered.text());

        for (String text : shown) {
            assertThat(LIVE.matcher(text).replaceAll("")).doesNotContain("<").doesNotContain(">");
            assertThat(text).doesNotContainPattern("[\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F]");
        }
        List<String> mrkdwn = new ArrayList<>(List.of(rendered.text()));
        rendered.simpleBlocks().findParents("verbatim").forEach(text -> mrkdwn.add(text.path("text").asText()));
        assertThat(mrkdwn)
                .allSatisfy(text -> assertThat(text.split("```", -1).length % 2).as("each code block is ours and closed").isOne());
        assertThat(TerminalText.of(said.report()).replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }

    private static List<String> texts(JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isTextual()) found.add(node.textValue());
        node.forEach(child -> found.addAll(texts(child)));
        return found;
    }

    private static String shown(Said said) {
        Rendered rendered = Blocks.render(said.report());
        StringBuilder text = new StringBuilder("======== " + said.when() + "\n-- terminal\n" + TerminalText.of(said.report()));
        text.append("-- slack, text\n").append(rendered.text()).append("\n-- slack, blocks\n");
        rendered.blocks().forEach(block -> text.append(block).append('\n'));
        if (!rendered.simpleBlocks().equals(rendered.blocks())) {
            text.append("-- slack, blocks of a workspace without checklists\n");
            rendered.simpleBlocks().forEach(block -> text.append(block).append('\n'));
        }
        return text.append('\n').toString();
    }
}
