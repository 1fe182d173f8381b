package dev.helmstuck.simulator.slack;

import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A user group ({@code <!subteam^S…>}); a disabled one is hidden unless {@code include_disabled} is asked for. */
public record UserGroup(String id, String handle, Set<String> members, boolean disabled) {

    ObjectNode toJson(boolean withUsers, boolean withCount) {
        ObjectNode group = SlackJson.object();
        group.put("id", id).put("team_id", SlackWorkspace.TEAM).put("is_usergroup", true).put("name", handle).put("handle", handle)
                .put("date_delete", disabled ? 1 : 0);
        if (withUsers) {
            group.set("users", SlackJson.strings(members));
        }
        if (withCount) {
            group.put("user_count", members.size());
        }
        return group;
    }
}
