package dev.helmstuck.flow;

import java.util.Set;

import dev.helmstuck.approval.Person;

/** One process's view of people. */
record PeoplePort(Replica replica) implements People {

    @Override
    public Person person(String id) {
        return replica.read(Ground.Outside.CHAT, "person " + id, () -> replica.ground.people.account(id),
                reading -> replica.readings.took(id, reading));
    }

    @Override
    public Set<String> group(String id) {
        return replica.read(Ground.Outside.CHAT, "group " + id, replica.ground.people::group, replica.readings::tookGroup);
    }
}
