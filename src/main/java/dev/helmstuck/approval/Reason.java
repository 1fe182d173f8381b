package dev.helmstuck.approval;

/** Why a reaction does not count. */
public enum Reason {
    LATE,
    REQUESTER,
    SAME_HUMAN,
    NOT_APPROVER,
    BOT,
    DEACTIVATED,
    GUEST,
    EXTERNAL,
    FLAG_MISSING,
    PERSON_UNREADABLE,
    GROUP_UNREADABLE
}
