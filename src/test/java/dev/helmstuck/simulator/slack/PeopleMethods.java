package dev.helmstuck.simulator.slack;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** users.* and usergroups.*: who people are. */
final class PeopleMethods {

    private final SlackMemory memory;
    private final Scopes scopes;

    PeopleMethods(SlackMemory memory, Scopes scopes) {
        this.memory = memory;
        this.scopes = scopes;
    }

    Map<String, ApiMethod> methods() {
        return Map.of("users.info", this::info, "users.lookupByEmail", this::byEmail, "usergroups.list", this::groups,
                "usergroups.users.list", this::groupMembers);
    }

    private ObjectNode info(Params params) {
        scopes.need("users:read");
        return answer(params.get("user").flatMap(memory::member), "user_not_found");
    }

    private ObjectNode byEmail(Params params) {
        scopes.need("users:read.email");
        Optional<Member> found = params.get("email").flatMap(email -> memory.members().stream()
                .filter(member -> member.email().filter(email::equalsIgnoreCase).isPresent() && !member.flag("deleted")).findFirst());
        return answer(found, "users_not_found");
    }

    private ObjectNode answer(Optional<Member> member, String error) {
        ObjectNode answer = SlackJson.object();
        answer.set("user", member.orElseThrow(() -> new SlackError(error)).toJson(scopes.has("users:read.email")));
        return answer;
    }

    private ObjectNode groups(Params params) {
        scopes.need("usergroups:read");
        ObjectNode answer = SlackJson.object();
        ArrayNode list = answer.putArray("usergroups");
        memory.groups().stream().filter(group -> !group.disabled() || params.flag("include_disabled"))
                .forEach(group -> list.add(group.toJson(params.flag("include_users"), params.flag("include_count"))));
        return answer;
    }

    private ObjectNode groupMembers(Params params) {
        scopes.need("usergroups:read");
        UserGroup group = params.get("usergroup").flatMap(memory::group)
                .filter(found -> !found.disabled() || params.flag("include_disabled")).orElseThrow(() -> new SlackError("no_such_subteam"));
        ObjectNode answer = SlackJson.object();
        answer.set("users", SlackJson.strings(group.members()));
        return answer;
    }
}
