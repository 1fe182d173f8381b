package dev.helmstuck.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.helmstuck.approval.Members;

/** Reads {@code policy}, of the whole file or of one target, with what it inherits. */
final class PolicyReader {

    static final List<String> KEYS = List.of("channels", "approvers", "requesters", "approvals", "deadline", "sampleGap", "emoji",
            "vouching");
    static final List<String> MEMBERS = List.of("users", "groups");
    static final List<String> EMOJI = List.of("approve", "deny");

    private static final Pattern USER_ID = Pattern.compile("[UW][A-Z0-9]{2,}");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;|]+@[^\\s@<>,;|]+");
    private static final Pattern GROUP_ID = Pattern.compile("S[A-Z0-9]+");
    private static final Pattern EMOJI_NAME = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{M}\\p{Nd}_+'-]{1,100}");

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_DEADLINE = Duration.ofHours(24);
    private static final Duration LONGEST_GAP = Duration.ofMinutes(10);
    private static final int MOST_APPROVALS = 20;
    private static final String SOMEBODY = "at least one user or group: an empty list would mean nobody, and it never means everybody";

    /** Numbers and approvers that were told not to fit, by their places: many targets may inherit both. */
    private final Set<List<String>> told = new HashSet<>();

    /** The policy of the whole file, where the approvers are required. */
    PolicyDraft file(Node policy, Node completed) {
        if (policy.absent())
            policy.at("approvers").wrong(Problems.NOTHING, SOMEBODY);
        else if (policy.isMapping(KEYS)) {
            if (policy.at("approvers").absent())
                policy.at("approvers").wrong(Problems.NOTHING, SOMEBODY);
            return read(completed);
        }
        return PolicyDraft.unreadable();
    }

    /** The policy of a target, complete with what it inherits. */
    PolicyDraft target(Node policy) {
        return !policy.absent() && policy.isMapping(KEYS) ? read(policy) : PolicyDraft.unreadable();
    }

    private PolicyDraft read(Node policy) {
        Node emoji = policy.at("emoji");
        boolean emojiReadable = emoji.isMapping(EMOJI);
        PolicyDraft draft = new PolicyDraft(
                policy.at("channels").someOf("a list of at least one regular expression for names of channels", Node::regex),
                // that nobody is named at all is told of the file
                policy.at("approvers").or(Optional.empty(), PolicyReader::somebody),
                members(policy.at("requesters")), policy.at("approvals").integer(1, MOST_APPROVALS),
                policy.at("deadline").duration(SHORTEST, LONGEST_DEADLINE), policy.at("sampleGap").duration(SHORTEST, LONGEST_GAP),
                emojiReadable ? emoji(emoji.at("approve")) : Optional.empty(), emojiReadable ? emoji(emoji.at("deny")) : Optional.empty(),
                policy.at("vouching").bool());
        checkApprovals(policy, draft);
        checkEmoji(emoji, draft);
        return draft;
    }

    /** Without a group, the users listed are all who could say yes. */
    private void checkApprovals(Node policy, PolicyDraft draft) {
        if (draft.approvers().isEmpty() || draft.approvals().isEmpty())
            return;
        int users = draft.approvers().get().users().size();
        int approvals = draft.approvals().get();
        if (!draft.approvers().get().groups().isEmpty() || approvals <= users
                || !told.add(List.of(policy.at("approvals").path(), policy.at("approvers").path())))
            return;
        policy.own("approvals").wrong(approvals + " approvals with only " + users + (users == 1 ? " approver" : " approvers"),
                "not more than there are approvers, or a group among them");
    }

    private static void checkEmoji(Node emoji, PolicyDraft draft) {
        if (draft.approve().isEmpty() || draft.deny().isEmpty())
            return;
        Set<String> both = new HashSet<>(draft.approve().get());
        both.retainAll(draft.deny().get());
        both.stream().sorted().forEach(name -> emoji.wrong(Problems.quoted(name) + " under approve and under deny",
                "each emoji to mean one thing"));
    }

    private static Optional<Members> somebody(Node node) {
        Optional<Members> members = members(node);
        return members.isPresent() && members.get().isEmpty() ? node.wrong("nobody", SOMEBODY) : members;
    }

    private static Optional<Members> members(Node node) {
        if (!node.isMapping(MEMBERS))
            return Optional.empty();
        Optional<List<String>> users = node.at("users").or(Optional.of(List.of()),
                list -> list.list("a list of Slack user ids or e-mail addresses", PolicyReader::user));
        Optional<List<String>> groups = node.at("groups").or(Optional.of(List.of()),
                list -> list.list("a list of Slack user group ids", PolicyReader::group));
        if (users.isEmpty() || groups.isEmpty())
            return Optional.empty();
        return Optional.of(new Members(Set.copyOf(users.get()), Set.copyOf(groups.get())));
    }

    private static Optional<String> user(Node node) {
        return node.text("a Slack user id (U… or W…) or an e-mail address",
                text -> USER_ID.matcher(text).matches() || EMAIL.matcher(text).matches())
                .map(text -> text.contains("@") ? text.toLowerCase(Locale.ROOT) : text);
    }

    private static Optional<String> group(Node node) {
        return node.text("a Slack user group id (S…)", GROUP_ID.asMatchPredicate());
    }

    private static Optional<List<String>> emoji(Node node) {
        return node.someOf("a list of at least one emoji name",
                item -> item.text("an emoji name in lower case and without colons, such as white_check_mark", PolicyReader::isEmojiName));
    }

    private static boolean isEmojiName(String name) {
        return EMOJI_NAME.matcher(name).matches() && name.equals(name.toLowerCase(Locale.ROOT));
    }
}
