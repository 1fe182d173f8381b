package dev.helmstuck.ports;

import java.time.Instant;
import java.util.Optional;

/**
 * The incidents: issues of one project of the ops GitLab, by their number there. Notes are written with a token that is used for nothing else.
 * Every method throws {@link UnavailableException} if GitLab gives no usable answer.
 */
public interface Incidents {

    /** Whether there is such a project, and a token for it. */
    boolean configured();

    /** Why no note could be posted to this incident, as far as reading shows that, and what would help: whole sentences; empty if nothing does. */
    Optional<String> obstacle(long incident);

    /**
     * Asks once for a note; never sent twice by itself.
     *
     * @param body Markdown
     * @throws UnavailableException if it is not known whether there is such a note
     */
    NoteAnswer post(long incident, String body);

    /**
     * A link to the note that holds this text.
     *
     * @param since how far back the notes are looked through
     */
    Optional<String> find(long incident, String text, Instant since);

    /** What became of a note. */
    sealed interface NoteAnswer {
        /** It is there, and that is its address. */
        record Posted(String url) implements NoteAnswer {}

        /** It is not, in GitLab's own words, and what would help: whole sentences. */
        record NotPosted(String why) implements NoteAnswer {}
    }
}
