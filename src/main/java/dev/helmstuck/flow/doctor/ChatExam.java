package dev.helmstuck.flow.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.doctor.ChatFacts;
import dev.helmstuck.doctor.ChatSymptoms;
import dev.helmstuck.doctor.Membership;
import dev.helmstuck.doctor.PeopleSymptoms;
import dev.helmstuck.doctor.Point;
import dev.helmstuck.doctor.Symptom;
import dev.helmstuck.ports.ChatProbe;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.runbook.Fact;

/** The chat: the bot's tokens and scopes, and for each policy its channels and its people. */
final class ChatExam {
    private static final String TOKEN = "set a valid SLACK_BOT_TOKEN of the installed app, or mend the way to Slack";

    private final ChatProbe probe;
    private final Looks looks;
    private final ServeKeys serve;
    private final Map<Policy, List<String>> policies = new LinkedHashMap<>();
    private final int targets;

    ChatExam(ChatProbe probe, Looks looks, ServeKeys serve, List<ConfiguredTarget> entries) {
        this.probe = probe;
        this.looks = looks;
        this.serve = serve;
        this.targets = entries.size();
        entries.forEach(entry -> policies.computeIfAbsent(entry.policy(), policy -> new ArrayList<>()).add(entry.target().name()));
    }

    /** Where Slack does not accept the bot, that is all that is said. */
    List<Symptom> symptoms() {
        return looks.ask(probe::bot).either(this::whole, missing -> List.of(Symptom.unknown(Point.SCOPES, missing, TOKEN)));
    }

    private List<Symptom> whole(ChatFacts facts) {
        List<Symptom> found = new ArrayList<>(ChatSymptoms.of(facts, List.copyOf(policies.keySet())));
        List<Supplier<List<Symptom>>> all = new ArrayList<>();
        all.add(() -> looks.look(Point.EVENTS, "make an app-level token with the scope connections:write and set SLACK_APP_TOKEN",
                probe::events, how -> List.of(ChatSymptoms.arrive(how))));
        all.add(() -> looks.look(Point.CHANNELS, "add the scopes channels:read and groups:read to the app", probe::rooms,
                rooms -> policies.keySet().stream()
                        .flatMap(policy -> ChatSymptoms.rooms(policy, whose(policy), rooms, ChatSymptoms.joins(facts)).stream()).toList()));
        serve.channels().forEach((key, id) -> all.add(() -> looks.look(Point.NOTICES, "mend " + key + " in the targets file",
                () -> probe.room(id), room -> List.of(ChatSymptoms.notices(key, id, room, ChatSymptoms.joins(facts))))));
        policies.keySet().forEach(policy -> all.add(() -> new PeopleSymptoms(policy, whose(policy))
                .of(membership(policy.approvers(), policy.approvals() + 2), membership(policy.requesters(), 1))));
        found.addAll(looks.together(all));
        return found.stream().distinct().toList();
    }

    private String whose(Policy policy) {
        List<String> names = policies.get(policy);
        return names.size() == targets ? "" : "target " + String.join(", ", names);
    }

    /**
     * Reads so many members that whoever asks, and whoever vouches, others are left; of a large group the rest is not asked for.
     *
     * @param enough how many full members make every further one unneeded
     */
    private Membership membership(Members members, int enough) {
        Map<String, Fact<Optional<Person>>> users = new LinkedHashMap<>();
        new TreeSet<>(members.users()).forEach(user -> users.put(user, looks.ask(() -> probe.account(user))));
        Map<String, Fact<Optional<Set<String>>>> groups = new LinkedHashMap<>();
        new TreeSet<>(members.groups()).forEach(group -> groups.put(group, looks.ask(() -> probe.members(group))));
        Set<String> ids = new TreeSet<>();
        Fact.known(List.copyOf(groups.values())).stream().flatMap(Optional::stream).forEach(ids::addAll);
        Map<String, Fact<Optional<Person>>> people = new LinkedHashMap<>();
        for (String id : ids) {
            if (new Membership(users, groups, people).eligible().size() >= enough) break;
            people.put(id, looks.ask(() -> probe.account(id)));
        }
        return new Membership(users, groups, people);
    }
}
