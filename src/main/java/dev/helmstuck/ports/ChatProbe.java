package dev.helmstuck.ports;

import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Person;
import dev.helmstuck.doctor.ChatFacts;
import dev.helmstuck.doctor.ChatRooms;
import dev.helmstuck.doctor.ChatRooms.ChatRoom;

/** What doctor asks of the chat. Nobody sees any of it; every method throws {@link UnavailableException} if there is no usable answer. */
public interface ChatProbe {

    /** Who the bot is, and what it may do. */
    ChatFacts bot();

    /** How events arrive here, in a few words; throws if the token for that is no good. Nothing is opened by it. */
    String events();

    /** The channels that the bot can see. */
    ChatRooms rooms();

    /** The channel with this id; empty if there is none, or it is private and the bot is not in it. */
    Optional<ChatRoom> room(String id);

    /** The account with this id or e-mail address; empty if nobody has it. */
    Optional<Person> account(String idOrMail);

    /** The ids of a user group's members; empty if there is no such group, or it is disabled. */
    Optional<Set<String>> members(String group);
}
