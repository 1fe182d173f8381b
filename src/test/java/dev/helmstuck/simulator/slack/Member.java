package dev.helmstuck.simulator.slack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An account as {@code users.info} shows it. Values are immutable: {@code with…} answers a changed copy, for
 * {@link SlackWorkspace#changeMember}.
 *
 * @param flags the booleans of {@code users.info} under their JSON names
 * @param omitted JSON names that the answer leaves out, as Slack does now and then: a flag, {@code team_id}, {@code email}, {@code name}
 */
public record Member(String id, String name, String realName, Optional<String> email, String teamId, Map<String, Boolean> flags,
        Optional<String> enterpriseId, Set<String> omitted) {

    /**
     * A full member of this workspace. Like Slack, {@code is_stranger} is not sent for our own people: add it by
     * {@code with("is_stranger", false)}.
     */
    public static Member person(String id, String name, String realName) {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        for (String flag : new String[]{"deleted", "is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "is_bot",
                "is_app_user"}) {
            flags.put(flag, false);
        }
        return new Member(id, name, realName, Optional.of(name + "@example.com"), SlackWorkspace.TEAM, flags, Optional.empty(),
                Set.of());
    }

    /** The same account with one flag, by its JSON name, set. */
    public Member with(String flag, boolean value) {
        Map<String, Boolean> changed = new LinkedHashMap<>(flags);
        changed.put(flag, value);
        Set<String> sent = new TreeSet<>(omitted);
        sent.remove(flag);
        return new Member(id, name, realName, email, teamId, changed, enterpriseId, sent);
    }

    /** The same account, shown without these fields. */
    public Member omitting(String... fields) {
        Set<String> more = new TreeSet<>(omitted);
        more.addAll(List.of(fields));
        return new Member(id, name, realName, email, teamId, flags, enterpriseId, more);
    }

    /** The same account with another e-mail address. */
    public Member withEmail(String address) {
        return new Member(id, name, realName, Optional.of(address), teamId, flags, enterpriseId, omitted);
    }

    /** The same account without an e-mail address. */
    public Member withoutEmail() {
        return new Member(id, name, realName, Optional.empty(), teamId, flags, enterpriseId, omitted);
    }

    /** The same account of another workspace; Slack Connect shows such people with {@code is_stranger: false} in a shared channel. */
    public Member ofTeam(String otherTeam) {
        return new Member(id, name, realName, email, otherTeam, flags, enterpriseId, omitted);
    }

    /** The same account as a member of an Enterprise Grid organisation. */
    public Member ofEnterprise(String enterprise) {
        return new Member(id, name, realName, email, teamId, flags, Optional.of(enterprise), omitted);
    }

    /** A guest of several channels. */
    public Member guest() {
        return with("is_restricted", true);
    }

    /** A guest of one channel; Slack sets both flags. */
    public Member singleChannelGuest() {
        return with("is_restricted", true).with("is_ultra_restricted", true);
    }

    /** An account of another organisation that shares a channel with us. */
    public Member external(String otherTeam) {
        return ofTeam(otherTeam).with("is_stranger", false);
    }

    /** A deactivated account; Slack then leaves out what it was. */
    public Member deactivated() {
        return with("deleted", true).omitting("is_admin", "is_owner", "is_restricted", "is_ultra_restricted");
    }

    /** A bot. */
    public Member bot() {
        return with("is_bot", true);
    }

    boolean flag(String flag) {
        return flags.getOrDefault(flag, false);
    }

    ObjectNode toJson(boolean withEmail) {
        ObjectNode user = SlackJson.object();
        user.put("id", id).put("team_id", teamId).put("name", name).put("real_name", realName).put("tz", "Etc/UTC").put("updated", 0);
        flags.forEach(user::put);
        enterpriseId.ifPresent(
                enterprise -> user.putObject("enterprise_user").put("id", id).put("enterprise_id", enterprise)
                        .put("enterprise_name", "Acme")
                        .put("is_admin", false).put("is_owner", false));
        ObjectNode profile = user.putObject("profile");
        profile.put("real_name", realName).put("display_name", name).put("team", teamId);
        if (withEmail) {
            email.ifPresent(address -> profile.put("email", address));
        }
        user.remove(omitted);
        profile.remove(omitted);
        return user;
    }
}
