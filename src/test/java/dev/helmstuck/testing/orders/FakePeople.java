package dev.helmstuck.testing.orders;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Person;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.Some;

/** Every kind of person, and the group SRE; accounts and memberships change and may not be readable. */
final class FakePeople {
    static final String GROUP = "SRE";
    static final List<String> FULL = List.of("UANN", "UBEN", "UCAT", "UDAN", "UNOMAIL");
    static final List<String> OTHERS = List.of("URUTH", "URUTH2", "UANN2", "UGUEST", "UULTRA", "UEXTERNAL", "USTRANGER", "UBOT", "UGONE",
            "UNOFLAG", "UNORM", "UMUTE");
    private static final Optional<Boolean> NO = Optional.of(false);
    private static final Optional<Boolean> YES = Optional.of(true);
    /** Named by id or e-mail, some of whom must not approve all the same. */
    static final Members NAMED = new Members(
            Set.of("UANN", "ben@example.com", "UNOMAIL", "URUTH2", "UGUEST", "USTRANGER", "UGONE"), Set.of());
    static final Members NAMED_AND_GROUP = new Members(NAMED.users(), Set.of(GROUP));

    private final Map<String, Person> accounts = new LinkedHashMap<>();
    private final Set<String> members = new HashSet<>(
            List.of("UCAT", "UDAN", "UANN2", "UULTRA", "UEXTERNAL", "UBOT", "UNOFLAG", "UMUTE"));
    private final Set<String> mute = new HashSet<>(Set.of("UMUTE"));
    private final Map<String, Person> before = new HashMap<>();

    FakePeople() {
        for (String name : List.of("Ruth", "Ann", "Ben", "Cat", "Dan", "Norm", "Mute"))
            put(Some.person("U" + name.toUpperCase(Locale.ROOT), name));
        // the same humans on a second account, their address spelled otherwise
        put(person("URUTH2", Optional.of("Ruth@Example.com"), true, NO, NO, NO, NO, NO));
        put(person("UANN2", Optional.of("ANN@example.com"), true, NO, NO, NO, NO, NO));
        put(person("UNOMAIL", Optional.empty(), true, NO, NO, NO, NO, Optional.empty()));
        put(person("UGUEST", Optional.of("guest@example.com"), true, NO, NO, YES, NO, NO));
        put(person("UULTRA", Optional.of("ultra@example.com"), true, NO, NO, NO, YES, NO));
        put(person("UEXTERNAL", Optional.of("external@example.org"), false, NO, NO, NO, NO, NO));
        put(person("USTRANGER", Optional.of("stranger@example.org"), true, NO, NO, NO, NO, YES));
        put(person("UBOT", Optional.empty(), true, NO, YES, NO, NO, NO));
        put(person("UGONE", Optional.of("gone@example.com"), true, YES, NO, NO, NO, NO));
        put(person("UNOFLAG", Optional.of("noflag@example.com"), true, NO, NO, Optional.empty(), NO, NO));
    }

    private static Person person(String id, Optional<String> email, boolean ours, Optional<Boolean> deleted, Optional<Boolean> bot,
            Optional<Boolean> restricted, Optional<Boolean> ultra, Optional<Boolean> stranger) {
        return new Person(id, id.substring(1), email, ours, deleted, bot, restricted, ultra, stranger);
    }

    private void put(Person person) {
        accounts.put(person.id(), person);
    }

    Person account(String id) {
        if (mute.contains(id)) throw new UnavailableException("Slack", "users.info of " + id + " did not answer");
        return accounts.get(id);
    }

    Set<String> group() {
        if (mute.contains(GROUP)) throw new UnavailableException("Slack", "usergroups.users.list was rate limited");
        return Set.copyOf(members);
    }

    /** Something happens to an account or to the group; what it was. */
    String change(Chance chance) {
        String who = chance.one(FULL);
        return switch (chance.below(6)) {
            case 0 -> {
                Person is = accounts.get(who);
                before.putIfAbsent(who, is);
                put(person(who, is.email(), true, YES, NO, NO, NO, NO));
                yield who + " is deactivated";
            }
            case 1 -> {
                Person is = accounts.get(who);
                before.putIfAbsent(who, is);
                put(person(who, is.email(), true, NO, NO, YES, NO, NO));
                yield who + " is a guest from now on";
            }
            case 2 -> who + (members.remove(who) ? " leaves the group" : " is in no group to leave");
            case 3 -> {
                mute.add(chance.of(0.5) ? GROUP : who);
                yield "some people cannot be read: " + mute;
            }
            default -> {
                mend();
                yield "people are as they were";
            }
        };
    }

    void mute(String user) {
        mute.add(user);
    }

    void mend() {
        accounts.putAll(before);
        members.addAll(List.of("UCAT", "UDAN"));
        mute.clear();
        mute.add("UMUTE");
    }
}
