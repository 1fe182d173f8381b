package dev.helmstuck.flow.intake;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What may be said besides the words of a command. */
enum CommandOption {
    /** A person who has looked says that what wrote the stuck record lives no more. */
    OWNER_DEAD("--owner-dead", true, "“what you have seen”"),
    /** The incident whose issue gets the record as a note. */
    INCIDENT("--incident", false, "NUMBER");

    private final String text;
    private final boolean phrase;
    private final String value;

    CommandOption(String text, boolean phrase, String value) {
        this.text = text;
        this.phrase = phrase;
        this.value = value;
    }

    /** As it is typed. */
    String text() {
        return text;
    }

    /** Whether all words that follow belong to it, and not the next one only. */
    boolean phrase() {
        return phrase;
    }

    static Optional<CommandOption> of(String text) {
        return Arrays.stream(values()).filter(option -> option.text.equals(text)).findFirst();
    }

    /** All of them, with what follows each. */
    static String usage() {
        return Arrays.stream(values()).map(option -> option.text + " " + option.value).collect(Collectors.joining(", "));
    }
}
