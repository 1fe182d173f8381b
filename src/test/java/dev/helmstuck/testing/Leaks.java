package dev.helmstuck.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Looks for the {@link Canary} in files, whatever is in them. */
public final class Leaks {
    /** Part of a packed record, or of anything else that is long and no word: no message has such a thing. */
    private static final Pattern LONG = Pattern.compile("[A-Za-z0-9+/=]{120,}+");
    /** Where an API server's next page begins: a namespace and a name in base64, of its own making. */
    private static final Pattern PAGE = Pattern.compile("continue=eyJ[A-Za-z0-9_%=-]+");

    private final Map<String, String> forms = Canary.forms();

    /** Where something is that must not be, and in which form; never the thing itself. */
    public record Leak(Path file, long line, String form) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + form;
        }
    }

    /** The first place of each form that the file holds. */
    public List<Leak> in(Path file) {
        String text = read(file);
        List<Leak> leaks = new ArrayList<>();
        forms.forEach((name, form) -> {
            int at = text.indexOf(form);
            if (at >= 0) leaks.add(new Leak(file, line(text, at), name));
        });
        String own = PAGE.matcher(text).replaceAll("continue=");
        LONG.matcher(own).results().filter(run -> mixed(run.group())).findFirst()
                .ifPresent(run -> leaks.add(new Leak(file, line(own, run.start()), "a long run of base64")));
        return leaks;
    }

    private static boolean mixed(String run) {
        return run.chars().anyMatch(Character::isUpperCase) && run.chars().anyMatch(Character::isLowerCase)
                && run.chars().anyMatch(Character::isDigit);
    }

    private static long line(String text, int at) {
        return 1 + text.substring(0, at).chars().filter(character -> character == '\n').count();
    }

    /** Byte by byte, for every form is ASCII and not every file is text. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
