package dev.helmstuck.flow.intake;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox.Command;
import dev.helmstuck.ports.Version;
import dev.helmstuck.report.NearestNames;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.replies.Replies;
import dev.helmstuck.runbook.Target;
import jakarta.inject.Inject;

/** What a command may name: targets, and groups of them. */
final class Names {
    /** The word that means every target, where nothing else is called so. */
    static final String ALL = "all";
    /** Slack's names for places whose real name a command does not carry. */
    private static final Pattern NAMELESS = Pattern.compile("privategroup|mpdm-.*|");

    private static final Pattern PUNCTUATION = Pattern.compile("[.,;:!?…]+$");

    private final Catalog catalog;
    private final Version version;

    @Inject
    Names(Catalog catalog, Version version) {
        this.catalog = catalog;
        this.version = version;
    }

    /** All targets, in the file's order. */
    List<ConfiguredTarget> targets() {
        return catalog.targetNames().stream().map(catalog::target).flatMap(Optional::stream).toList();
    }

    /** The target of this name, if it is configured. */
    Optional<ConfiguredTarget> target(String name) {
        return catalog.target(name);
    }

    /**
     * The name or verb that is meant by a word: a phone begins a line with a capital letter, and people end one with a full stop. A word that could
     * mean two names, or none, stays as it was typed.
     */
    String written(String word) {
        if (!meant(word).isEmpty()) return word;
        String bare = PUNCTUATION.matcher(word).replaceFirst("");
        List<String> like = Stream.of(catalog.names(), Command.VERBS, List.of(ALL, CommandHandler.DRILL)).flatMap(Collection::stream)
                .filter(name -> sameLetters(name, bare)).distinct().toList();
        return like.size() == 1 ? like.getFirst() : word;
    }

    /** In ASCII alone: elsewhere letters have cases that nobody means, such as a dotted capital I. */
    private static boolean sameLetters(String name, String typed) {
        return Pattern.compile(Pattern.quote(name), Pattern.CASE_INSENSITIVE).matcher(typed).matches();
    }

    /** The targets that are meant by this name; none if it is unknown. */
    List<ConfiguredTarget> meant(String name) {
        List<ConfiguredTarget> named = catalog.meant(name);
        return named.isEmpty() && name.equals(ALL) ? catalog.real() : named;
    }

    /** Whether it is the name of one target, and not of several. */
    boolean isTarget(String name) {
        return catalog.target(name).isPresent();
    }

    /** Whether a target may be asked for in a channel that the chat calls so; the channel itself decides. */
    static boolean mayBeAccepted(ConfiguredTarget entry, String channelName) {
        return NAMELESS.matcher(channelName).matches() || entry.policy().acceptsChannel(channelName);
    }

    /** What may be asked for in such a channel: all, if there are several, targets, groups. A drill is typed by who wants it. */
    List<String> acceptedIn(String channelName) {
        Stream<String> real = catalog.real().stream().map(entry -> entry.target().name());
        List<String> accepted = Stream.concat(real, catalog.groupNames().stream())
                .filter(name -> meant(name).stream().allMatch(entry -> mayBeAccepted(entry, channelName))).toList();
        return accepted.size() < 2 ? accepted : Stream.concat(Stream.of(ALL), accepted.stream()).distinct().toList();
    }

    /** The answer where nothing may be asked for. */
    Report nothingThere() {
        return Replies.channelNotAllowed(meant(catalog.targetNames().getFirst()).getFirst().policy());
    }

    Report unknown(String name) {
        return Replies.unknownTarget(name, NearestNames.nearest(name, catalog.names()));
    }

    /** The targets to practise on. */
    List<String> drills() {
        return targets().stream().map(ConfiguredTarget::target).filter(Target::drill).map(Target::name).toList();
    }

    Report help() {
        return Replies.help(targets().stream().map(entry -> entry.target().name() + (entry.target().drill() ? " (drill)" : "")).toList(),
                catalog.groupNames(), version.text());
    }
}
