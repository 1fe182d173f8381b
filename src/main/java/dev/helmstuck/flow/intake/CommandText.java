package dev.helmstuck.flow.intake;

import java.util.List;

/** The words of a command, whatever a keyboard made of them: smart quotes, no-break spaces and invisible marks are taken off. */
final class CommandText {

    private CommandText() {}

    static List<String> words(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Z}]+", " ").replaceAll("[\\p{Cf}“”„‟\"‘’‚‛'`]", "").strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split(" +"));
    }
}
