package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.report.Line.Span;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Link;
import dev.helmstuck.runbook.Result;

/** One finding as a message: what it means, what was seen, what to do, the command that shows the same. */
public final class FindingReport {
    /** Of what a check saw, where it is only repeated. */
    private static final int MOST_SEEN = 3;

    private FindingReport() {}

    /** The message for this finding. Its headline is the answer, for a check's own name says only what would be good. */
    public static Report of(Finding finding) {
        return new Report(tone(finding.result()), Line.of(answer(finding)), List.of(),
                List.of(Section.plain(Line.of("Check " + finding.step().title())), new Section("", evidence(finding))));
    }

    /** What was seen, what to do, the command that shows the same. */
    public static List<Line> evidence(Finding finding) {
        List<Line> lines = new ArrayList<>(finding.seen().stream().map(seen -> seen(seen, finding.links())).toList());
        finding.table().ifPresent(table -> lines.add(Line.table(AlignedTable.lines(table))));
        links(finding).ifPresent(lines::add);
        if (!finding.next().isEmpty()) lines.add(next(finding));
        lines.add(Line.of(new Span.Strong("By hand:")));
        lines.add(Line.command(finding.byHand()));
        return lines;
    }

    private static Line next(Finding finding) {
        List<Span> spans = new ArrayList<>(Line.spans(finding.next()));
        spans.addFirst(new Span.Strong("Next: "));
        return new Line(Line.Kind.PARAGRAPH, spans);
    }

    /** A check in one line, beside a mark that says whether it is good: the word for "pass" would say that again. */
    public static String line(Finding finding) {
        return finding.result() == Result.PASS ? finding.step().number() + " " + bare(finding.summary()) : answer(finding);
    }

    /** The check's number, the result's word and the finding's one sentence, as a title. */
    public static String answer(Finding finding) {
        return finding.step().number() + " " + word(finding.result()) + bare(finding.summary());
    }

    private static String bare(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** What a sentence begins with that says a result, so that colour is never needed. */
    private static String word(Result result) {
        return switch (result) {
            case PASS -> "Pass: ";
            case WARN -> "Remark: ";
            case STOP -> "Stop: ";
            case UNKNOWN -> "Unknown: ";
            // its sentence says it all, and neither "pass" nor "stop" would be true
            case NOT_NEEDED -> "";
        };
    }

    /** What was seen, with the link on the words that name its page. */
    static Line seen(String seen, List<Link> links) {
        for (Link link : links) {
            if (!names(seen, link)) continue;
            int at = seen.indexOf(link.label());
            List<Span> spans = new ArrayList<>(Line.spans(seen.substring(0, at)));
            spans.add(new Span.Anchor(link.label(), link.url()));
            spans.addAll(Line.spans(seen.substring(at + link.label().length())));
            return new Line(Line.Kind.BULLET, spans);
        }
        return Line.bullet(seen);
    }

    /** The beginning of what was seen, for a message that is read with the finding's own above it in the thread. */
    public static List<Line> seenFirst(Finding finding) {
        List<Line> lines = new ArrayList<>(finding.seen().stream().limit(MOST_SEEN).map(seen -> seen(seen, finding.links())).toList());
        int more = finding.seen().size() - MOST_SEEN;
        if (more > 0) lines.add(Line.bullet("… and " + more + " more in the thread"));
        return lines;
    }

    /** What got the release stuck, as it was seen. */
    public static Optional<Line> cause(Finding finding) {
        return finding.cause().map(cause -> seen(cause, finding.links()));
    }

    /** Whether the line names this page: not "job #15" where it says "job #151". */
    private static boolean names(String seen, Link link) {
        int end = seen.indexOf(link.label()) + link.label().length();
        return seen.contains(link.label()) && (end == seen.length() || !Character.isDigit(seen.charAt(end)));
    }

    /** The links that no line carries, in one line. */
    private static Optional<Line> links(Finding finding) {
        List<Span> spans = new ArrayList<>();
        for (Link link : finding.links()) {
            if (finding.seen().stream().anyMatch(seen -> names(seen, link))) continue;
            spans.add(new Span.Text(spans.isEmpty() ? "Links: " : ", "));
            spans.add(new Span.Anchor(link.label(), link.url()));
        }
        return spans.isEmpty() ? Optional.empty() : Optional.of(new Line(Line.Kind.PARAGRAPH, spans));
    }

    private static Tone tone(Result result) {
        return switch (result) {
            case PASS -> Tone.GOOD;
            case WARN -> Tone.CAREFUL;
            case STOP, UNKNOWN -> Tone.BAD;
            case NOT_NEEDED -> Tone.NEUTRAL;
        };
    }
}
