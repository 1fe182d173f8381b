package dev.helmstuck.doctor;

/** What GitLab says of the project whose issues are the incidents. */
public sealed interface IncidentsAnswer {

    /**
     * It is shown to the token that writes notes there.
     *
     * @param archived whether nothing can be written there any more
     * @param issues whether it has issues at all
     */
    record ShownProject(String path, boolean archived, boolean issues) implements IncidentsAnswer {}

    /** GitLab answered with this status instead of the project. */
    record HiddenProject(String path, int status) implements IncidentsAnswer {}

    /** {@code --incident} is not configured. */
    record NoProject() implements IncidentsAnswer {}
}
