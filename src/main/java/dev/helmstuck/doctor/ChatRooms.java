package dev.helmstuck.doctor;

import java.util.List;

/**
 * The channels that the bot can see: all public ones, and the private ones that it is in.
 *
 * @param whole whether these are all; else the look stopped after so many
 */
public record ChatRooms(List<ChatRoom> rooms, boolean whole) {

    public ChatRooms {
        rooms = List.copyOf(rooms);
    }

    /**
     * A channel.
     *
     * @param member whether the bot is in
     * @param shared whether another organisation is in it: nothing is done there
     */
    public record ChatRoom(String name, boolean archived, boolean member, boolean shared) {}
}
