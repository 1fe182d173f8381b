package dev.helmstuck.slack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Person;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;

/**
 * Slack's accounts and user groups, read afresh every time but for their names.
 *
 * <p>An account is ours by {@code team_id}, or by the enterprise if both sides name one: with Slack Connect, a person who shares the
 * channel has {@code is_stranger} false and another team.
 */
final class SlackPeople implements People {
    private final SlackApi api;
    private final BotIdentity ourselves;
    private final NameCache names;

    @Inject
    SlackPeople(SlackApi api, BotIdentity ourselves, NameCache names) {
        this.api = api;
        this.ourselves = ourselves;
        this.names = names;
    }

    @Override
    public Person person(String id) {
        JsonNode user = ask("users.info", Map.of("user", id)).path("user");
        if (!user.path("id").asText("").equals(id)) {
            throw new UnavailableException("Slack", "Slack did not answer for the account " + id + " (users.info).");
        }
        return person(user, id);
    }

    /** The account with this e-mail address. */
    Person byMail(String mail) {
        JsonNode user = ask("users.lookupByEmail", Map.of("email", mail)).path("user");
        String id = user.path("id").asText("");
        if (id.isEmpty()) throw new UnavailableException("Slack", "Slack did not answer for " + mail + " (users.lookupByEmail).");
        return person(user, id);
    }

    private Person person(JsonNode user, String id) {
        return new Person(id, name(user, id), text(user.path("profile"), "email"), ours(user), flag(user, "deleted"), bot(user),
                flag(user, "is_restricted"), flag(user, "is_ultra_restricted"), flag(user, "is_stranger"));
    }

    @Override
    public Set<String> group(String id) {
        JsonNode answer = ask("usergroups.users.list", Map.of("usergroup", id, "include_disabled", "false"));
        JsonNode users = answer.path("users");
        boolean more = !answer.path("response_metadata").path("next_cursor").asText("").isEmpty();
        if (!users.isArray() || more) {
            throw new UnavailableException("Slack", "Slack did not give all members of the group " + id + " (usergroups.users.list).");
        }
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode user : users) {
            if (!user.isTextual() || user.textValue().isBlank()) {
                throw new UnavailableException("Slack",
                        "Slack gave an odd list of members of the group " + id + " (usergroups.users.list).");
            }
            ids.add(user.textValue());
        }
        return Set.copyOf(ids);
    }

    @Override
    public List<Named> named(Members members) {
        return Stream.concat(members.users().stream().sorted().map(this::user), members.groups().stream().sorted().map(this::handle))
                .toList();
    }

    private Named user(String configured) {
        boolean mail = configured.contains("@");
        return names.of(configured, () -> {
            JsonNode user = (mail ? ask("users.lookupByEmail", Map.of("email", configured)) : ask("users.info", Map.of("user", configured)))
                    .path("user");
            String id = user.path("id").asText(configured);
            return new Named(id, "@" + name(user, id), false);
        }, new Named(mail ? "" : configured, mail ? configured : "user " + configured, false));
    }

    /** There is no question for one group; the list holds those that are not disabled. */
    private Named handle(String id) {
        return names.of(id, () -> {
            for (JsonNode group : ask("usergroups.list", Map.of("include_disabled", "false")).path("usergroups")) {
                Optional<String> handle = text(group, "handle");
                if (group.path("id").asText("").equals(id) && handle.isPresent()) return new Named(id, "@" + handle.get(), true);
            }
            throw new UnavailableException("Slack", "Slack lists no user group " + id + " (usergroups.list).");
        }, new Named(id, "group " + id, true));
    }

    private JsonNode ask(String method, Map<String, String> params) {
        try {
            return api.call(method, params);
        } catch (SlackError e) {
            throw e.inWords();
        }
    }

    private boolean ours(JsonNode user) {
        BotIdentity.Account us = ourselves.account();
        if (user.path("team_id").asText("").equals(us.teamId())) {
            return true;
        }
        Optional<String> theirs = text(user.path("enterprise_user"), "enterprise_id");
        return theirs.isPresent() && theirs.equals(us.enterpriseId());
    }

    /** {@code is_app_user} is no sign of a bot: Slack sets it on people who installed the app. Slackbot says that it is none. */
    private static Optional<Boolean> bot(JsonNode user) {
        boolean certainly = user.path("id").asText("").equals("USLACKBOT")
                || Stream.of("is_workflow_bot", "is_connector_bot").anyMatch(name -> user.path(name).asBoolean(false));
        return certainly ? Optional.of(true) : flag(user, "is_bot");
    }

    /** Only what Slack really sent. */
    private static Optional<Boolean> flag(JsonNode user, String name) {
        JsonNode flag = user.path(name);
        return flag.isBoolean() ? Optional.of(flag.booleanValue()) : Optional.empty();
    }

    private static String name(JsonNode user, String id) {
        JsonNode profile = user.path("profile");
        return Stream.of(text(profile, "display_name"), text(profile, "real_name"), text(user, "real_name"), text(user, "name"))
                .flatMap(Optional::stream).findFirst().orElse(id);
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText("")).map(String::strip).filter(text -> !text.isEmpty());
    }
}
