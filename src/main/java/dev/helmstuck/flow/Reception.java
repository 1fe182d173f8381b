package dev.helmstuck.flow;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.ports.Version;
import dev.helmstuck.report.NearestNames;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers at once what is known at once, and leaves the rest to the background. */
@Singleton
final class Reception implements Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    /** Slack's names for places whose real name a command does not carry. */
    private static final Pattern NAMELESS = Pattern.compile("privategroup|mpdm-.*|");

    private final Remediations remediations;
    private final Catalog catalog;
    private final Desk desk;
    private final Driver driver;
    private final Shared shared;

    /** What else it needs. */
    record Shared(Executor background, Clock clock, Version version) {
        @Inject
        Shared {}
    }

    @Inject
    Reception(Remediations remediations, Catalog catalog, Desk desk, Driver driver, Shared shared) {
        this.remediations = remediations;
        this.catalog = catalog;
        this.desk = desk;
        this.driver = driver;
        this.shared = shared;
    }

    @Override
    public Report command(Command command) {
        List<String> words = CommandText.words(command.text());
        if (words.isEmpty()) return help();
        return switch (words.getFirst()) {
            case "help", "targets" -> help();
            case "rollback" -> Replies.noRollback();
            case "cancel" -> words.size() == 2 ? onTargets(command, words.get(1), true) : Replies.notUnderstood(command.text());
            default -> words.size() == 1 ? onTargets(command, words.getFirst(), false) : Replies.notUnderstood(command.text());
        };
    }

    private Report help() {
        return Replies.help(catalog.targetNames(), catalog.groupNames(), shared.version().text());
    }

    private Report onTargets(Command command, String name, boolean cancel) {
        Optional<List<String>> targets = catalog.target(name).map(entry -> List.of(name)).or(() -> catalog.group(name));
        if (targets.isEmpty()) {
            List<String> known = new ArrayList<>(catalog.targetNames());
            known.addAll(catalog.groupNames());
            return Replies.unknownTarget(name, NearestNames.nearest(name, known));
        }
        List<ConfiguredTarget> entries = targets.get().stream().map(catalog::target).flatMap(Optional::stream).toList();
        if (!cancel) {
            Optional<ConfiguredTarget> closed = entries.stream().filter(entry -> !mayBeAccepted(entry, command.channelName())).findFirst();
            if (closed.isPresent()) return channelNotAllowed(command, closed.get());
        }
        Report acknowledged = cancel ? Replies.cancelling(targets.get()) : Replies.looking(targets.get());
        try {
            if (!first("command:" + command.id())) return acknowledged;
        } catch (UnavailableException database) {
            return Replies.notStarted(database.source(), database.why());
        }
        // each target of a group by itself, so that trouble with one leaves the others alone
        entries.forEach(entry -> shared.background().execute(() -> {
            if (cancel) {
                desk.cancel(command, entry.target().name());
            } else {
                desk.begin(command, entry);
            }
        }));
        return acknowledged;
    }

    private Report channelNotAllowed(Command command, ConfiguredTarget entry) {
        Report report = Replies.channelNotAllowed(entry.policy());
        shared.background().execute(() -> desk.writeDown(command, entry.target().name(), report));
        return report;
    }

    private static boolean mayBeAccepted(ConfiguredTarget entry, String channelName) {
        return NAMELESS.matcher(channelName).matches() || entry.policy().acceptsChannel(channelName);
    }

    private boolean first(String key) {
        return remediations.first(key, shared.clock().instant());
    }

    @Override
    public void reaction(String eventId, MessageRef message) {
        inBackground("a reaction", () -> {
            if (first("event:" + eventId)) remediations.byMessage(message).ifPresent(remediation -> driver.poke(remediation.id()));
        });
    }

    @Override
    public void connected() {
        inBackground("a reconnect", () -> remediations.unfinished().forEach(remediation -> driver.poke(remediation.id())));
    }

    private void inBackground(String what, Runnable work) {
        shared.background().execute(() -> {
            try {
                work.run();
            } catch (UnavailableException database) {
                // nothing is lost: the reactions are read again from the message itself
                LOG.warn("{} is looked up later: {}", what, database.why());
            }
        });
    }
}
