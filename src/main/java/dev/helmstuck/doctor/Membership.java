package dev.helmstuck.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Judge;
import dev.helmstuck.approval.Person;
import dev.helmstuck.runbook.Fact;

/**
 * Whom the members of a policy's list are.
 *
 * @param users by what the policy says (an id or an e-mail address): the account, or nothing if nobody has it
 * @param groups by id: the members' ids, or nothing if there is no such group
 * @param people those members of groups that were looked at, by id; not all if fewer were enough
 */
public record Membership(Map<String, Fact<Optional<Person>>> users, Map<String, Fact<Optional<Set<String>>>> groups,
        Map<String, Fact<Optional<Person>>> people) {

    /** Full members of our own, one for each human. */
    public List<Person> eligible() {
        Map<String, Person> humans = new LinkedHashMap<>();
        for (Map<String, Fact<Optional<Person>>> some : List.of(users, people))
            Fact.known(List.copyOf(some.values())).stream().flatMap(Optional::stream)
                    .filter(person -> Judge.notFullMember(person).isEmpty())
                    .forEach(person -> humans.putIfAbsent(person.identity(), person));
        return List.copyOf(humans.values());
    }

    /** Whether somebody could not be looked at, so that there may be more than {@link #eligible} says. */
    boolean isPartlyUnknown() {
        return !Fact.missing(List.copyOf(users.values())).isEmpty() || !Fact.missing(List.copyOf(groups.values())).isEmpty()
                || !Fact.missing(List.copyOf(people.values())).isEmpty();
    }
}
