package dev.helmstuck.flow.intake;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.DrillReplies;
import dev.helmstuck.report.replies.IncidentReplies;
import jakarta.inject.Inject;

/** Whether a command's incident is taken at all; whether a note can be posted there is looked at with the checks, and stops none of them. */
final class IncidentOption {
    private static final Pattern NUMBER = Pattern.compile("#?0*([1-9]\\d{0,17})");

    private final Incidents incidents;

    @Inject
    IncidentOption(Incidents incidents) {
        this.incidents = incidents;
    }

    /** Why not; empty if it is taken, or none was given. */
    Optional<Report> refused(ParsedCommand parsed, List<ConfiguredTarget> entries) {
        Optional<String> given = parsed.option(CommandOption.INCIDENT);
        if (given.isEmpty() || entries.isEmpty()) return Optional.empty();
        String target = entries.getFirst().target().name();
        if (entries.size() > 1) return Optional.of(IncidentReplies.forSeveral(target));
        if (entries.getFirst().target().drill()) return Optional.of(DrillReplies.noIncident(target));
        if (!incidents.configured()) return Optional.of(IncidentReplies.notConfigured(target));
        return number(parsed).isPresent() ? Optional.empty() : Optional.of(IncidentReplies.noNumber(target, given.get()));
    }

    /** The incident's number, if a good one was given. */
    static Optional<Long> number(ParsedCommand parsed) {
        return parsed.option(CommandOption.INCIDENT).map(text -> NUMBER.matcher(text.strip().toLowerCase(Locale.ROOT)))
                .filter(number -> number.matches()).map(number -> Long.valueOf(number.group(1)));
    }
}
