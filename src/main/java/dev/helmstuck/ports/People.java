package dev.helmstuck.ports;

import java.util.List;
import java.util.Set;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Person;

/** Who people are. What decides is always read afresh; throws {@link UnavailableException} rather than guess or shorten. */
public interface People {

    /** The account with this id, with only the flags that the chat really sent. */
    Person person(String id);

    /** The ids of a user group's members; never a part of them. */
    Set<String> group(String id);

    /**
     * What people call those whom a policy names, people first; only to be read, and up to an hour old. Never fails: whose name cannot be
     * had is named by what the policy says.
     */
    List<Named> named(Members members);
}
