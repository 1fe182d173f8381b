package dev.helmstuck.report.replies;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Formats;

/** What one person may do in one channel. People and groups stand here by their names, and nobody is notified. */
public final class HelpReply {
    private HelpReply() {}

    /**
     * What holds for the targets of one policy.
     *
     * @param approvers whom it names, as people call them
     * @param mayNotAsk why this person may not ask; empty if they may
     * @param mayNotAnswer why their reaction would not count; empty if it would, on another's request
     */
    public record Rights(List<String> targets, Policy policy, List<Named> approvers, Optional<Vote.Rejected> mayNotAsk,
            Optional<Vote.Rejected> mayNotAnswer) {
        public Rights {
            targets = List.copyOf(targets);
            approvers = List.copyOf(approvers);
        }
    }

    /**
     * What this person may do in this channel.
     *
     * @param elsewhere the targets that are not accepted there
     */
    public static Report of(List<Rights> here, List<String> elsewhere) {
        List<Section> sections = new ArrayList<>();
        here.forEach(rights -> sections.add(new Section(String.join(", ", rights.targets()), lines(rights))));
        if (!elsewhere.isEmpty()) {
            sections.add(Section.plain(Line.of((here.isEmpty() ? "Nothing" : "Besides, nothing") + " is done in this channel for "
                    + String.join(", ", elsewhere) + ": policy.channels of the targets file does not name it.")));
        }
        return new Report(Tone.NEUTRAL, Line.of("What you may do here"), List.of(), sections);
    }

    /** It could not be found out who asks. */
    public static Report unread(String source, String why) {
        return Report.of(Tone.CAREFUL, "What you may do here could not be read",
                Section.plain(Line.of(source + ": " + Formats.sentence(why) + " Ask for help again in a minute.")));
    }

    private static List<Line> lines(Rights rights) {
        Policy policy = rights.policy();
        List<Line> lines = new ArrayList<>();
        lines.add(Line.bullet(rights.mayNotAsk().map(no -> "You cannot ask. " + named(no, "ask", rights))
                .orElse("You may ask, and cancel what you asked for.")));
        lines.add(Line.bullet(rights.mayNotAnswer().map(no -> "You cannot say yes or no. " + named(no, "say yes or no", rights))
                .orElse("You may say yes or no to what somebody else asks.")));
        List<Span> answer = new ArrayList<>(List.of(new Span.Text("A request wants " + policy.approvals() + " of "
                + rights.approvers().stream().map(HelpReply::shown).collect(Collectors.joining(", ")) + ", other than whoever asked: ")));
        answer.addAll(emoji(policy.approve()));
        answer.add(new Span.Text(" is yes, "));
        answer.addAll(emoji(policy.deny()));
        answer.add(new Span.Text(" is no, within " + Formats.duration(policy.deadline()) + "."));
        lines.add(new Line(Line.Kind.BULLET, answer));
        lines.add(Line.bullet(policy.takesVouching()
                ? "Whoever has looked where a Helm ran may vouch for its end with --owner-dead; then it wants " + (policy.approvals() + 1)
                        + "."
                : "Nobody may vouch for the end of a Helm."));
        return lines;
    }

    /** The reason, with names in place of ids. */
    private static String named(Vote.Rejected no, String act, Rights rights) {
        String sentence = ReactionReplies.sentence(no, act);
        for (Named approver : rights.approvers()) {
            if (!approver.id().isEmpty())
                sentence = sentence.replace("the group " + approver.id(), shown(approver)).replace(approver.id(), shown(approver));
        }
        return sentence;
    }

    /** The name, and never an id. */
    static String shown(Named named) {
        if (named.id().isEmpty() || !named.name().contains(named.id())) return named.name();
        return named.group() ? "a group whose name could not be read" : "somebody whose name could not be read";
    }

    private static List<Span> emoji(List<String> names) {
        List<Span> spans = new ArrayList<>();
        for (String name : names) {
            if (!spans.isEmpty()) spans.add(new Span.Text(" or "));
            spans.add(new Span.Emoji(name));
        }
        return spans;
    }
}
