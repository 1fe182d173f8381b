package dev.helmstuck.testing.orders;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Person;
import dev.helmstuck.ports.People;

/** One process's view of people. */
record PeoplePort(Replica replica) implements People {

    @Override
    public Person person(String id) {
        return replica.read(Ground.Party.CHAT, "person " + id, () -> replica.ground.people.account(id),
                reading -> replica.readings.took(id, reading));
    }

    @Override
    public Set<String> group(String id) {
        return replica.read(Ground.Party.CHAT, "group " + id, replica.ground.people::group, replica.readings::tookGroup);
    }

    @Override
    public List<Named> named(Members members) {
        return Stream.concat(members.users().stream().sorted().map(id -> new Named(id, id, false)),
                members.groups().stream().sorted().map(id -> new Named(id, "@" + id, true))).toList();
    }
}
