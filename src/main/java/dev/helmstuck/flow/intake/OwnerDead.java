package dev.helmstuck.flow.intake;

import java.util.List;
import java.util.Optional;

import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.VouchingReplies;
import dev.helmstuck.runbook.Vouching;

/** Whether a person's word on the end of a process is taken at all; whether it counts, the check says that it stands in for. */
final class OwnerDead {
    private OwnerDead() {}

    /** Why not; empty if it is taken, or none was given. */
    static Optional<Report> refused(ParsedCommand parsed, List<ConfiguredTarget> entries) {
        Optional<String> word = parsed.option(CommandOption.OWNER_DEAD);
        if (word.isEmpty() || entries.isEmpty()) return Optional.empty();
        if (entries.size() > 1) {
            return Optional.of(VouchingReplies.vouchingForSeveral(entries.stream().map(entry -> entry.target().name()).toList()));
        }
        ConfiguredTarget entry = entries.getFirst();
        String target = entry.target().name();
        if (!entry.policy().vouching()) return Optional.of(VouchingReplies.vouchingOff(target));
        if (!entry.policy().takesVouching()) return Optional.of(VouchingReplies.vouchingForTooFew(target, entry.policy()));
        return Vouching.unfit(word.get()).map(why -> VouchingReplies.vouchingForNothing(target, why));
    }
}
