package dev.helmstuck.ports;

import java.util.Set;

import dev.helmstuck.approval.Person;

/** Who people are. Always read afresh; throws {@link UnavailableException} rather than guess or shorten. */
public interface People {

    /** The account with this id, with only the flags that the chat really sent. */
    Person person(String id);

    /** The ids of a user group's members; never a part of them. */
    Set<String> group(String id);
}
