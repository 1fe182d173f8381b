package dev.helmstuck.approval;

import java.util.Set;

/**
 * People by name.
 *
 * @param users Slack user ids or e-mail addresses
 * @param groups Slack user group ids
 */
public record Members(Set<String> users, Set<String> groups) {

    public Members {
        users = Set.copyOf(users);
        groups = Set.copyOf(groups);
    }

    /** Whether nobody is named. */
    public boolean isEmpty() {
        return users.isEmpty() && groups.isEmpty();
    }

    /** Whether this account is named by id or e-mail. */
    public boolean names(Person person) {
        return users.stream().anyMatch(user -> user.equals(person.id()) || person.email().map(user::equalsIgnoreCase).orElse(false));
    }
}
