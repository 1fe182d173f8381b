package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlocksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<String> hostile() {
        return Stream.of("<!channel> <!here> <!everyone>", "<@U0123ABCD>", "<!subteam^S0123>", "<http://evil.example|GitLab>",
                "``` ends the block early <!channel>", "`ends` the span", "&lt;!channel&gt;", "a\nb\r\n*Approved by <@U1>*\u2028c",
                "\u202Egnp.exe\u202C",
                ":white_check_mark: Approved", "\uD83D", "\u0000\u001B[31m", ">quoted", "x".repeat(9000), "<".repeat(9000),
                "😀".repeat(5000));
    }

    @Test
    void aProgressReportShowsItsChecklist() {
        check("progress.json", new Report(Tone.WORKING, "Diagnosing gitlab-cny",
                List.of(new Task("deploys", "1a No active CI job writes this release", TaskState.COMPLETE),
                        new Task("owner", "The owner of the stuck revision is dead", TaskState.IN_PROGRESS),
                        new Task("workloads", "Workloads are settled", TaskState.PENDING),
                        new Task("release", "3 Unknown: GitLab did not answer", TaskState.ERROR)),
                List.of(Section.plain(
                        Line.of(new Span.Text("Requested by "), new Span.Mention("U0ALICE", "alice"), new Span.Text(" at "),
                                new Span.PointInTime(Instant.parse("2026-11-20T14:32:05Z")))))));
    }

    @Test
    void a_table_is_one_block_of_code_with_as_many_whole_rows_as_fit() {
        List<String> rows = IntStream.range(0, 100).mapToObj(i -> "gitlab-webservice-" + i + "   3       3 `<!channel>").toList();
        Rendered rendered = Blocks.render(Report.of(Tone.GOOD, "Title", Section.plain(Line.table(rows))));

        String text = rendered.blocks().get(1).at("/text/text").asText();
        assertThat(text).startsWith("```gitlab-webservice-0   3       3 ˋ&lt;!channel&gt;\ngitlab-webservice-1 ").endsWith("\n… cut```")
                .hasSizeLessThan(3000).doesNotContain("<!");
        assertThat(rendered.text()).isEqualTo("✅ *Title*");
    }

    @Test
    void anApprovalRequestCarriesEverythingThatIsToBeDecided() {
        check("approval.json", Report.of(Tone.ASKING, "Delete one release Secret in gitlab-cny?",
                Section.of("What a yes does",
                        Line.bullet(new Span.Text("deletes the Secret "), new Span.Code("sh.helm.release.v1.gitlab-cny.v1234"),
                                new Span.Text(" and "), new Span.Strong("nothing else")),
                        Line.bullet(new Span.Text("see "),
                                new Span.Anchor("the failed job", "https://gitlab.example.com/ops/-/jobs/1?a=1&b=2"))),
                Section.of("Who may say yes",
                        Line.of(new Span.Group("S0SRE", "@sre-oncall"), new Span.Text(", by "), new Span.Emoji("white_check_mark"))),
                Section.of("By hand",
                        Line.command("kubectl -n gitlab-cny delete secret sh.helm.release.v1.gitlab-cny.v1234"))));
    }

    @Test
    void textFromOutsideIsHarmless() {
        List<Line> lines = new ArrayList<>();
        hostile().filter(text -> text.length() < 100).forEach(text -> {
            lines.add(Line.bullet(new Span.Text(text), new Span.Strong(text), new Span.Code(text)));
            lines.add(Line.command("kubectl get secret " + text));
        });
        lines.add(Line.of(new Span.Anchor("label | <!here>", "https://ok.example/a|b>"), new Span.Anchor("js", "javascript:alert(1)"),
                new Span.Anchor("odd", "http://[broken"), new Span.Mention("!channel", "chan<nel>"), new Span.Emoji("x: <!here>"),
                new Span.Group("S1> <!here>", "S1> <!here>")));
        check("hostile.json", new Report(Tone.CAREFUL, "<!channel> `owned` \u202E",
                List.of(new Task("t", "<!channel> <@U0123ABCD> ```", TaskState.ERROR)), List.of(new Section("<!here>", lines))));
    }

    @Test
    void anEmptyReportIsJustItsTitle() {
        check("title.json", Report.of(Tone.NEUTRAL, "gitlab-cny is being looked at", Section.plain(), Section.of("")));
    }

    @Test
    void aTextOfWhichNothingIsLeftMakesNoEmptyBlock() {
        Rendered rendered = Blocks.render(Report.of(Tone.GOOD, "Done", Section.of(" \u202E ", Line.of(" \u202E "), Line.of(""))));

        assertThat(rendered.blocks()).hasSize(1);
        assertThat(rendered.text()).isEqualTo("✅ *Done*");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nothingFromOutsideBecomesMarkupOrBreaksALimit(String text) throws JsonProcessingException {
        Report report = new Report(Tone.BAD, text, List.of(new Task("id", text, TaskState.PENDING)),
                List.of(Section.of(text, Line.of(text), Line.bullet(new Span.Code(text), new Span.Strong(text)), Line.command(text),
                        Line.of(new Span.Anchor(text, text), new Span.Mention(text, text), new Span.Group(text, text),
                                new Span.Emoji(text)))));

        Rendered rendered = Blocks.render(report);

        assertThat(rendered.text()).doesNotContain("<");
        for (JsonNode blocks : List.of(rendered.blocks(), rendered.simpleBlocks())) {
            assertLimits(rendered, blocks);
            assertThat(texts(blocks))
                    .allSatisfy(shown -> assertThat(shown).doesNotContain("<").doesNotContain("\u202E").doesNotContain("\u2028"));
        }
        assertThat(JSON.readTree(rendered.blocks().toString())).isEqualTo(rendered.blocks());
    }

    static Stream<Span> wordsWithABlankAtEachEnd() {
        return Stream.of(new Span.Text(" word "), new Span.Strong(" word "), new Span.Code(" word "),
                new Span.Anchor(" word ", "https://ops.example.com/1"), new Span.Anchor(" word ", "no address"),
                new Span.Mention("no id", " word "), new Span.Mention("U1", "word"), new Span.Group("no id", " word "),
                new Span.Emoji(" word "));
    }

    @ParameterizedTest
    @MethodSource("wordsWithABlankAtEachEnd")
    void aBlankBesideMarksStaysAndIsOutsideOfThem(Span span) {
        String joint = span instanceof Span.Mention(String id, String name) && id.equals("U1") ? " " : "";
        Line line = Line.of(new Span.Text("before" + joint), span, new Span.Text(joint + "after"));

        assertThat(Mrkdwn.line(line, 2800)).matches("before (\\S+) after").doesNotContain("* *", "` `");
    }

    @Test
    void whatIsBoldIsPartedFromWhatFollows() {
        assertThat(Mrkdwn.line(Line.of(new Span.Strong("Next: "), new Span.Text("Deleting it")), 2800)).isEqualTo("*Next:* Deleting it");
    }

    @Test
    void aCodeBlockCannotBeEndedFromInside() {
        String text = Mrkdwn.line(Line.command("echo ``` <!channel> ```"), 2800);

        assertThat(text).startsWith("```").endsWith("```");
        assertThat(text.substring(3, text.length() - 3)).doesNotContain("`");
    }

    @Test
    void aCommandThatDoesNotFitIsLeftOutWhole() {
        assertThat(Mrkdwn.line(Line.command("kubectl delete secret " + "x".repeat(3000)), 2800))
                .isEqualTo("(this command is too long to show here)");
    }

    @Test
    void aReportLongerThanSlackTakesIsCutAndSaysSo() {
        Section[] sections = IntStream.range(0, 80)
                .mapToObj(i -> Section.of("Section " + i, Line.bullet("word ".repeat(100)), Line.bullet("more ".repeat(100))))
                .toArray(Section[]::new);

        Rendered rendered = Blocks.render(Report.of(Tone.GOOD, "Long", sections));

        assertLimits(rendered, rendered.blocks());
        assertThat(rendered.text()).endsWith("… cut, see `java -jar helm-stuck.jar check` for all of it");
        assertThat(texts(rendered.blocks())).last().isEqualTo("… cut, see `java -jar helm-stuck.jar check` for all of it");
    }

    @Test
    void manyShortSectionsKeepToFiftyBlocks() {
        Section[] sections = IntStream.range(0, 80).mapToObj(i -> Section.of("", Line.of("line " + i))).toArray(Section[]::new);

        Rendered rendered = Blocks.render(Report.of(Tone.GOOD, "Many", sections));

        assertThat(rendered.blocks()).hasSizeLessThanOrEqualTo(50);
        assertThat(texts(rendered.blocks())).last().asString().startsWith("… cut");
        assertThat(rendered.text()).contains("line 79");
    }

    @Test
    void aTitleTooLongForAHeaderIsStillShownWhole() {
        String title = "The target gitlab-cny already has an open remediation ".repeat(5).strip();

        Rendered rendered = Blocks.render(Report.of(Tone.CAREFUL, title));

        assertThat(rendered.blocks().get(0).path("type").asText()).isEqualTo("section");
        assertThat(rendered.blocks().toString()).contains(title);
    }

    private static void assertLimits(Rendered rendered, JsonNode blocks) {
        assertThat(rendered.text()).isNotBlank().hasSizeLessThan(4000);
        assertThat(blocks.size()).isBetween(1, 50);
        int all = 0;
        for (JsonNode block : blocks) {
            String text = block.path("text").path("text").asText("");
            int limit = block.path("type").asText().equals("header") ? 150 : 3000;
            assertThat(text).hasSizeLessThanOrEqualTo(limit);
            all += texts(block).stream().mapToInt(String::length).sum();
        }
        assertThat(all).isLessThan(12_500);
    }

    private static List<String> texts(JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isTextual()) {
            found.add(node.textValue());
        }
        node.forEach(child -> found.addAll(texts(child)));
        return found;
    }

    private static void check(String name, Report report) {
        Rendered rendered = Blocks.render(report);
        ObjectNode golden = JSON.createObjectNode().put("text", rendered.text());
        golden.set("blocks", rendered.blocks());
        if (!rendered.simpleBlocks().equals(rendered.blocks())) {
            golden.set("simpleBlocks", rendered.simpleBlocks());
        }
        try {
            Golden.check("slack/" + name, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(golden));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
