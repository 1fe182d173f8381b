package dev.helmstuck.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Person;
import dev.helmstuck.approval.Policy;
import dev.helmstuck.approval.Vote;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Formats;

/** Whom a policy names, judged: could a request of anybody who may ask ever get its approvals? */
public final class PeopleSymptoms {
    private static final int SHOWN = 3;

    private final Policy policy;
    private final String whose;

    /** @param whose which targets have it, for a sentence; empty for all */
    public PeopleSymptoms(Policy policy, String whose) {
        this.policy = policy;
        this.whose = whose.isEmpty() ? "" : " of " + whose;
    }

    /** Of both lists. */
    public List<Symptom> of(Membership approvers, Membership requesters) {
        List<Symptom> found = new ArrayList<>(named(Point.APPROVERS, "policy.approvers", approvers));
        found.addAll(named(Point.REQUESTERS, "policy.requesters", requesters));
        found.addAll(enough(approvers, requesters));
        boolean anybody = policy.requesters().isEmpty();
        if (!anybody && requesters.eligible().isEmpty() && !requesters.isPartlyUnknown())
            found.add(Symptom.problem(Point.REQUESTERS, "policy.requesters" + whose + " names nobody who may ask",
                    "name somebody, or leave the list empty for every full member"));
        if (found.stream().noneMatch(one -> one.point() == Point.REQUESTERS))
            found.add(Symptom.good(Point.REQUESTERS, anybody ? "every full member" : ""));
        return found;
    }

    private List<Symptom> named(Point point, String key, Membership members) {
        List<Symptom> found = new ArrayList<>();
        members.groups().forEach((id, answer) -> group(point, key, id, answer).ifPresent(found::add));
        members.users().forEach((name, answer) -> user(point, key, name, answer).ifPresent(found::add));
        return found;
    }

    private Optional<Symptom> group(Point point, String key, String id, Fact<Optional<Set<String>>> answer) {
        String cure = "mend " + key + ".groups" + whose;
        return answer.either(known -> {
            if (known.isEmpty()) return Optional.of(Symptom.problem(point, "there is no user group " + id + ", or it is disabled", cure));
            if (known.get().isEmpty())
                return Optional
                        .of(Symptom.problem(point, "the user group " + id + " has no members", cure + ", or add people to the group"));
            return Optional.empty();
        }, missing -> Optional.of(Symptom.unknown(point, missing, cure + ", or add the scope usergroups:read")));
    }

    private Optional<Symptom> user(Point point, String key, String name, Fact<Optional<Person>> answer) {
        String cure = "mend " + key + ".users" + whose;
        return answer.either(known -> {
            if (known.isEmpty()) return Optional.of(Symptom.problem(point, "nobody in this workspace has the account " + name, cure));
            return Judge.notFullMember(known.get()).map(no -> Symptom.note(point, name + " does not count: "
                    + (no instanceof Vote.Rejected why ? why.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ') : ""), cure));
        }, missing -> Optional.of(Symptom.unknown(point, missing, cure)));
    }

    private List<Symptom> enough(Membership approvers, Membership requesters) {
        List<Person> able = approvers.eligible();
        int needed = policy.approvals();
        List<Person> alone = able.stream().filter(person -> mayAsk(person, requesters)).toList();
        int least = able.size() - (alone.isEmpty() ? 0 : 1);
        String cure = "name more approvers in policy.approvers" + whose + ", or lower policy.approvals";
        if (least >= needed) return enoughFor(least, alone, cure);
        String can = able.isEmpty() ? "nobody may say yes" : "only " + names(able) + " may say yes";
        String what = able.size() < needed
                ? "no request can be approved: it needs " + needed + ", and " + can
                : "if " + names(alone) + " asks, nobody can approve it: it needs " + needed + " other than who asked, and " + can;
        return List.of(approvers.isPartlyUnknown()
                ? new Symptom(Point.APPROVERS, Severity.UNKNOWN, what + ", as far as could be looked at", cure)
                : Symptom.problem(Point.APPROVERS, what + whose, cure));
    }

    private List<Symptom> enoughFor(int least, List<Person> alone, String cure) {
        int needed = policy.approvals();
        if (policy.vouching() && policy.takesVouching() && least < needed + 1)
            return List.of(Symptom.good(Point.APPROVERS, Formats.count(needed, "approval") + " possible"),
                    Symptom.note(Point.APPROVERS, "a request that somebody vouches for needs " + (needed + 1)
                            + ", which is more than there are others if " + names(alone) + " asks",
                            cure + ", or set policy.vouching: false"));
        return List.of(Symptom.good(Point.APPROVERS, Formats.count(needed, "approval") + " possible, whoever asks"));
    }

    private boolean mayAsk(Person person, Membership requesters) {
        return policy.requesters().isEmpty() || policy.requesters().names(person)
                || requesters.eligible().stream().anyMatch(person::sameHuman)
                || Fact.known(List.copyOf(requesters.groups().values())).stream()
                        .flatMap(Optional::stream).anyMatch(ids -> ids.contains(person.id()));
    }

    private static String names(List<Person> people) {
        return people.stream().limit(SHOWN).map(Person::name).collect(Collectors.joining(" or "))
                + (people.size() > SHOWN ? " (or " + (people.size() - SHOWN) + " more)" : "");
    }
}
