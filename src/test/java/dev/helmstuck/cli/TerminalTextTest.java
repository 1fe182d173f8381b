package dev.helmstuck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Report.Task;
import dev.helmstuck.report.Report.TaskState;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

    @Test
    void every_kind_of_line_and_span_has_a_shape() {
        Report report = new Report(Tone.WORKING, "Title",
                List.of(new Task("a", "first: it went well", TaskState.COMPLETE), new Task("b", "second", TaskState.IN_PROGRESS),
                        new Task("c", "third", TaskState.PENDING), new Task("d", "fourth: it did not", TaskState.ERROR)),
                List.of(Section.plain(Line.of(new Span.Text("text "), new Span.Strong("strong "), new Span.Code("code"))),
                        Section.of("Heading",
                                Line.bullet(new Span.Anchor("the job", "https://ops.example.com/1"), new Span.Text(" by "),
                                        new Span.Mention("UANN", "Ann"), new Span.Text(" of "), new Span.Group("S0SRE", "@sre-oncall")),
                                Line.bullet(new Span.Emoji("x"), new Span.Text(" since "), new Span.PointInTime(Some.NOW),
                                        new Span.Text(" until "),
                                        new Span.Until(Some.NOW.plusSeconds(90))),
                                Line.command("helm history gitlab-cny"), Line.table(List.of("name  wanted", "web   3"))),
                        Section.of("Nothing to say")));

        assertThat(TerminalText.of(report)).isEqualTo("""
                Title
                  [x] first: it went well
                  […] second
                  [ ] third
                  [!] fourth: it did not
                  text strong code
                  Heading:
                    - the job <https://ops.example.com/1> by Ann of @sre-oncall
                    - :x: since 2026-11-21 12:00:00 UTC until 2026-11-21 12:01 UTC
                    $ helm history gitlab-cny
                    name  wanted
                    web   3
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001B[2J", "\u009B2J", "\u0000", "\r", "\n", "\t", "\u007F", "\u202E", "\u2066", "\u200B", "\u2028", "\u2029",
            "\uD800"})
    void no_outside_text_steers_the_terminal_or_hides_in_it(String harm) {
        Report report = new Report(Tone.BAD, "a" + harm, List.of(new Task("t", "b" + harm + "c", TaskState.PENDING)),
                List.of(Section.plain(Line.of(new Span.Text("d" + harm), new Span.Strong("e" + harm), new Span.Code("f" + harm),
                        new Span.Anchor("g" + harm, "https://ops.example.com/" + harm), new Span.Mention("U1", "h" + harm),
                        new Span.Group("S1", "i" + harm), new Span.Emoji("j" + harm)), Line.command("k" + harm))));

        assertThat(TerminalText.of(report).lines()).hasSize(4);
        assertThat(TerminalText.of(report).replace("\n", "")).doesNotContain(harm).containsSubsequence("abcdefghijk".split(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "file:///etc/passwd", "https://ops.example.com/a b", "https://ops.example.com/>x", ""})
    void what_is_no_address_of_the_web_is_not_shown_as_one(String url) {
        assertThat(TerminalText.of(Report.of(Tone.NEUTRAL, "Title", Section.plain(Line.of(new Span.Anchor("label", url))))))
                .isEqualTo("Title\n  label\n");
    }
}
