package dev.helmstuck.doctor;

/** What GitLab says of a resource group. */
public enum GroupAnswer {
    /** It exists, and it is told who holds it. */
    FOUND,
    /** The project has none of that name. */
    MISSING,
    /** It exists, and this GitLab does not know the question who holds it. */
    HOLDER_UNTOLD
}
