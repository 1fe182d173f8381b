package dev.helmstuck.report.replies;

import java.util.ArrayList;
import java.util.List;

import dev.helmstuck.report.Line;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;
import dev.helmstuck.report.Tone;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.Target;

/** What we answer to commands that are to make something to practise on. */
public final class DrillReplies {
    private static final int MOST = 5;

    private DrillReplies() {}

    /** The acknowledgement. */
    public static Report making(Target target) {
        return Report.of(Tone.WORKING, "DRILL: making " + target.name() + " stuck", Section.plain(Line.of("I make the release "
                + target.release() + " in namespace " + target.namespace() + " of cluster " + target.cluster()
                + " stuck, and then begin as in an incident, in a thread in this channel. Every message of it says DRILL.")));
    }

    /**
     * No target was named, or more than one.
     *
     * @param drills the names of those that are there to practise on
     */
    public static Report which(List<String> drills) {
        return drills.isEmpty()
                ? Report.of(Tone.CAREFUL, "There is nothing to practise on", Section.plain(Line.of("No target of the targets file says "
                        + "drill: true. OPERATIONS.md tells how to set one up.")))
                : Report.of(Tone.CAREFUL, "Name what is to be practised on", new Section("",
                        drills.stream().map(name -> Line.command("/helm-stuck drill " + name)).toList()));
    }

    /** A target that is not there to practise on. */
    public static Report noDrill(String target, List<String> drills) {
        return Report.of(Tone.CAREFUL, "Nobody practises on " + target,
                Section.plain(Line.of("It is no drill: its targets file does not say "
                        + "drill: true, and nothing was touched. " + (drills.isEmpty()
                                ? "There is none so far; OPERATIONS.md tells how to set one up."
                                : "To practise on: " + String.join(", ", drills) + "."))));
    }

    /** Something is there that no drill has made. */
    public static Report inTheWay(Target target, List<String> objects) {
        return Report.of(Tone.CAREFUL, target.name() + " was not made stuck: something else is there", Section.plain(
                Line.of("No drill made " + String.join(", ", Formats.most(objects, MOST)) + " in namespace " + target.namespace()
                        + ": they lack the label helm-stuck/drill. Nothing was touched. Give the drill a namespace of its own, or, if nobody "
                        + "needs them, take them away; what they are:"),
                Line.command(target.kubectl() + " get secrets,configmaps -L owner,name,helm-stuck/drill")));
    }

    /**
     * It could not be made.
     *
     * @param unready whether namespace or Roles may be missing
     * @param made what was made before
     */
    public static Report notMade(Target target, String why, boolean unready, List<String> made) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(Formats.sentence(why)));
        lines.add(Line.of(made.isEmpty()
                ? "Nothing was made."
                : "Made before that: " + String.join(", ", made) + ". The next drill takes it away."));
        if (unready) {
            lines.add(Line.of("An admin of the cluster makes the drill's namespace ready, once, in a clone of helm-stuck; a step that is "
                    + "done already says so:"));
            lines.add(Line.command(target.kubectlOfCluster() + " create namespace " + target.namespace()));
            lines.add(Line.command(target.kubectlOfCluster() + " label namespace " + target.namespace() + " helm-stuck/drill=true"));
            lines.add(Line.command(target.kubectl() + " apply -k manifests/target/drill"));
        }
        lines.add(Line.of("Then type /helm-stuck drill " + target.name() + " again."));
        return Report.of(Tone.BAD, target.name() + " was not made stuck", new Section("", lines));
    }

    /** It is stuck, but nothing could be begun. */
    public static Report notBegun(Target target, String source, String why) {
        return Report.of(Tone.BAD, target.name() + " is stuck, but no thread was opened", Section.plain(
                Line.of(source + ": " + Formats.sentence(why) + " Nobody was asked for anything. In a minute type:"),
                Line.command("/helm-stuck " + target.name())));
    }

    /** An incident is no drill's. */
    public static Report noIncident(String target) {
        return Report.of(Tone.CAREFUL, "No incident has anything to do with " + target,
                Section.plain(Line.of("It is a drill, and its record belongs to no incident. Type the command without --incident.")));
    }
}
