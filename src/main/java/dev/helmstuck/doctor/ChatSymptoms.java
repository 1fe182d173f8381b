package dev.helmstuck.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.helmstuck.approval.Policy;
import dev.helmstuck.doctor.ChatRooms.ChatRoom;
import dev.helmstuck.runbook.Formats;

/** What the chat said of the bot and of its channels, judged. */
public final class ChatSymptoms {
    private static final String INSTALL = "under \"OAuth & Permissions\" of the app, then install it again and set the new token";
    private static final int SHOWN = 3;

    private ChatSymptoms() {}

    /** Its clock, and the scopes by name. */
    public static List<Symptom> of(ChatFacts facts, List<Policy> policies) {
        List<Symptom> found = new ArrayList<>(List.of(facts.clock().symptom("Slack")));
        if (facts.scopes().isEmpty()) {
            found.add(new Symptom(Point.SCOPES, Severity.UNKNOWN, "Slack does not tell the token's scopes (no header x-oauth-scopes)",
                    "compare them with manifests/slack by hand; does a proxy drop the header?"));
            return found;
        }
        List<ChatScope> missing = Arrays.stream(ChatScope.values()).filter(one -> !facts.scopes().get().contains(one.scope()))
                .toList();
        missing.forEach(scope -> found.add(missing(scope, policies)));
        if (missing.stream().allMatch(scope -> scope == ChatScope.FILES_WRITE))
            found.add(Symptom.good(Point.SCOPES, "as " + facts.bot()));
        if (!missing.contains(ChatScope.FILES_WRITE)) found.add(Symptom.good(Point.FILES, ""));
        return found;
    }

    /** Events come in. */
    public static Symptom arrive(String how) {
        return Symptom.good(Point.EVENTS, how);
    }

    private static Symptom missing(ChatScope scope, List<Policy> policies) {
        Point point = scope == ChatScope.FILES_WRITE ? Point.FILES : Point.SCOPES;
        String seen = "the Slack app lacks the scope " + scope.scope() + ": " + scope.lost();
        String cure = "add " + scope.scope() + " " + INSTALL;
        return needed(scope, policies) ? Symptom.problem(point, seen, cure) : Symptom.note(point, seen, cure);
    }

    private static boolean needed(ChatScope scope, List<Policy> policies) {
        return switch (scope) {
            case USERGROUPS_READ ->
                policies.stream().anyMatch(it -> !it.approvers().groups().isEmpty() || !it.requesters().groups().isEmpty());
            case USERS_READ_EMAIL -> policies.stream()
                    .anyMatch(it -> Stream.concat(it.approvers().users().stream(), it.requesters().users().stream())
                            .anyMatch(user -> user.contains("@")));
            case COMMANDS, CHAT_WRITE, REACTIONS_READ, REACTIONS_WRITE, USERS_READ, CHANNELS_READ, GROUPS_READ, CHANNELS_JOIN,
                    CHANNELS_HISTORY, GROUPS_HISTORY, APP_MENTIONS_READ, FILES_WRITE ->
                scope.isNeeded();
        };
    }

    /**
     * The channels that a policy accepts.
     *
     * @param whose which targets have it, for a sentence; empty for all
     * @param joins whether the bot may join public channels by itself
     */
    public static List<Symptom> rooms(Policy policy, String whose, ChatRooms seen, boolean joins) {
        List<ChatRoom> accepted = seen.rooms().stream().filter(room -> policy.acceptsChannel(room.name())).toList();
        List<ChatRoom> usable = accepted.stream().filter(room -> !room.archived() && !room.shared()).toList();
        List<Symptom> found = new ArrayList<>();
        List<ChatRoom> shared = accepted.stream().filter(room -> room.shared() && !room.archived()).toList();
        if (!shared.isEmpty())
            found.add(Symptom.note(Point.CHANNELS, names(shared) + " is shared with another organisation: no command is taken there",
                    "use a channel of our own for incidents"));
        if (usable.isEmpty()) {
            found.add(none(policy, whose, seen, accepted));
            return found;
        }
        List<ChatRoom> outside = usable.stream().filter(room -> !room.member()).toList();
        if (!outside.isEmpty() && !joins)
            found.add(Symptom.problem(Point.CHANNELS, "the bot is not in " + names(outside) + ", and may not join by itself",
                    "/invite @helm-stuck there, or add the scope channels:join " + INSTALL));
        else
            found.add(Symptom.good(Point.CHANNELS, Formats.count(usable.size(), "channel")
                    + (outside.isEmpty() ? "" : ", " + outside.size() + " to join when it is needed")));
        return found;
    }

    private static Symptom none(Policy policy, String whose, ChatRooms seen, List<ChatRoom> accepted) {
        String patterns = policy.channels().stream().map(Pattern::pattern).map(text -> "`" + text + "`").collect(Collectors.joining(", "));
        String cure = "mend policy.channels" + (whose.isEmpty() ? "" : " of " + whose)
                + ", make such a channel, or, if it is private, /invite @helm-stuck there";
        if (!accepted.isEmpty())
            return Symptom.note(Point.CHANNELS, "of the channels that the policy accepts (" + patterns + ") none is in use now", cure);
        List<String> names = seen.rooms().stream().filter(room -> !room.archived()).map(ChatRoom::name).toList();
        String near = policy.channels().stream().map(pattern -> NearMiss.of(pattern, names)).flatMap(Optional::stream).findFirst()
                .map(miss -> "; nearly (" + miss.why() + "): " + String.join(", ", miss.names())).orElse("");
        String what = "no channel that the bot can see has a name that the policy accepts (" + patterns + ")" + near;
        return seen.whole()
                ? Symptom.problem(Point.CHANNELS, what, cure)
                : new Symptom(Point.CHANNELS, Severity.UNKNOWN, what + ", and not all were read", cure);
    }

    /**
     * A channel in which the bot speaks without being asked.
     *
     * @param key of the targets file, which names it
     * @param joins whether the bot may join public channels by itself
     */
    public static Symptom notices(String key, String id, Optional<ChatRoom> seen, boolean joins) {
        String mend = "mend " + key + " in the targets file";
        if (seen.isEmpty())
            return Symptom.problem(Point.NOTICES, "the bot sees no channel " + id + " (" + key + "): there is none, or it is private",
                    mend + ", or, if it is private, /invite @helm-stuck there");
        String where = "#" + seen.get().name() + " (" + key + ")";
        if (seen.get().archived()) return Symptom.problem(Point.NOTICES, where + " is archived: nothing can be said there", mend);
        if (seen.get().shared())
            return Symptom.problem(Point.NOTICES, where + " is shared with another organisation: nothing is said there", mend);
        if (!seen.get().member() && !joins)
            return Symptom.problem(Point.NOTICES, "the bot is not in " + where + ", and may not join by itself",
                    "/invite @helm-stuck there, or add the scope channels:join " + INSTALL);
        return Symptom.good(Point.NOTICES, where);
    }

    private static String names(List<ChatRoom> rooms) {
        return rooms.stream().limit(SHOWN).map(room -> "#" + room.name()).collect(Collectors.joining(", "))
                + (rooms.size() > SHOWN ? " and " + (rooms.size() - SHOWN) + " more" : "");
    }

    /** Whether the bot may join public channels by itself. */
    public static boolean joins(ChatFacts facts) {
        return facts.scopes().filter(scopes -> scopes.contains(ChatScope.CHANNELS_JOIN.scope())).isPresent();
    }
}
