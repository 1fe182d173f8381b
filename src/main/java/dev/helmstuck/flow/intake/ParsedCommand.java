package dev.helmstuck.flow.intake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command taken apart, whatever a keyboard made of it: smart quotes, long dashes, no-break spaces and invisible marks.
 *
 * @param words what stands outside of every option: a verb and names, without quotes
 * @param options each with what was said of it; empty text if nothing was
 * @param problem why it cannot be taken, as a whole sentence
 */
record ParsedCommand(List<String> words, Map<CommandOption, String> options, Optional<String> problem) {
    private static final String DOUBLE = "\"“”„‟«»";
    private static final String SINGLE = "'‘’‚‛`";
    private static final Pattern QUOTE = Pattern.compile("[" + DOUBLE + SINGLE + "]+");

    /** A phone makes one long dash of two. A quote that is never closed ends with the text; an apostrophe within a word closes nothing. */
    private static final Pattern PART = Pattern
            .compile("(?:--|[–—]-?|-)(?<option>\\p{Alpha}[\\p{Alnum}-]*)(?:=\\s*|(?=[\\s" + DOUBLE + "])|$)"
                    + "|[" + DOUBLE + "](?<quoted>[^" + DOUBLE + "]*)(?:[" + DOUBLE + "]|$)"
                    + "|[" + SINGLE + "](?<single>[^" + DOUBLE + "]+?)[" + SINGLE + "](?=\\s|$)"
                    + "|(?<bare>\\S+)");

    ParsedCommand {
        words = List.copyOf(words);
        options = Map.copyOf(options);
    }

    /** @param text what follows the command's name, raw */
    static ParsedCommand of(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Z}]+", " ").replaceAll("\\p{Cf}", "").strip();
        Dissection so = new Dissection();
        Matcher part = PART.matcher(plain);
        while (part.find()) {
            if (part.group("option") != null) {
                so.option("--" + part.group("option").toLowerCase(Locale.ROOT));
            } else if (part.group("bare") != null) {
                so.bare(part.group("bare"));
            } else {
                so.quoted(part.group("quoted") != null ? part.group("quoted") : part.group("single"));
            }
        }
        return new ParsedCommand(so.words, so.options, so.problem);
    }

    /** The same with other words for these. */
    ParsedCommand with(UnaryOperator<String> written) {
        return new ParsedCommand(words.stream().map(written).toList(), options, problem);
    }

    /** What was said of this option, if it was given. */
    Optional<String> option(CommandOption option) {
        return Optional.ofNullable(options.get(option));
    }

    /** How far a command was read. */
    private static final class Dissection {
        private final List<String> words = new ArrayList<>();
        private final Map<CommandOption, String> options = new EnumMap<>(CommandOption.class);
        private Optional<String> problem = Optional.empty();
        private Optional<CommandOption> open = Optional.empty();

        void option(String text) {
            open = CommandOption.of(text);
            if (open.isEmpty()) {
                wrong("I know no option " + text + ". There is " + CommandOption.usage() + "; a phrase with dashes in it wants quotes.");
            } else if (options.putIfAbsent(open.get(), "") != null) {
                wrong("The option " + text + " is there twice.");
            }
        }

        void bare(String text) {
            if (open.isEmpty()) {
                words(text);
                return;
            }
            CommandOption option = open.get();
            String more = option.phrase() ? text : QUOTE.matcher(text).replaceAll("");
            options.merge(option, more, (before, after) -> (before + " " + after).strip());
            if (!option.phrase()) open = Optional.empty();
        }

        void quoted(String text) {
            open.ifPresentOrElse(option -> options.merge(option, text.strip(), (before, after) -> (before + " " + after).strip()),
                    () -> words(text));
            open = Optional.empty();
        }

        private void words(String text) {
            String plain = QUOTE.matcher(text).replaceAll("").strip();
            if (!plain.isEmpty()) words.addAll(List.of(plain.split(" +")));
        }

        private void wrong(String why) {
            problem = problem.or(() -> Optional.of(why));
        }
    }
}
