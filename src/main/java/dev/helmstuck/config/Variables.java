package dev.helmstuck.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;

/** The environment together with {@code .env} of the working directory; the real environment wins, even with a blank value. */
final class Variables {

    static final String ENVIRONMENT = "environment";
    static final String DOT_ENV = ".env";

    private static final String EXPECTED_LINE = "lines of the form NAME=value, or comments that start with #";

    private final Map<String, String> environment;
    private final Map<String, String> file;
    private final Problems problems;

    private Variables(Map<String, String> environment, Map<String, String> file, Problems problems) {
        this.environment = Map.copyOf(environment);
        this.file = Map.copyOf(file);
        this.problems = problems;
    }

    static Variables read(Map<String, String> environment, Path workingDirectory, Problems problems) {
        Path file = workingDirectory.resolve(DOT_ENV);
        Map<String, String> declared = Files.exists(file) ? declared(file, problems) : Map.of();
        Variables variables = new Variables(environment, declared, problems);
        Stream.of(Variable.values()).filter(Variable::secret).forEach(variable -> variables.value(variable).ifPresent(problems::hide));
        return variables;
    }

    /** The value, without blanks around it; empty if it is not set or blank. */
    Optional<String> value(Variable variable) {
        String name = variable.name();
        // these three are often written small, and every other program takes them so
        return name.endsWith("_PROXY") ? value(name).or(() -> value(name.toLowerCase(Locale.ROOT))) : value(name);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.containsKey(name) ? environment.get(name) : file.get(name)).map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The value or its default, or a problem that says what is missing. */
    Optional<String> required(Variable variable, String expected) {
        Optional<String> value = value(variable).or(() -> Optional.of(variable.fallback()).filter(fallback -> !fallback.isEmpty()));
        if (value.isEmpty())
            problems.add(source(variable), variable.name(), isSet(variable) ? "a blank value" : Problems.NOTHING, expected);
        return value;
    }

    /** The value made into something better by {@code convert}, whose empty answer means that the value is not as expected. */
    <T> Optional<T> required(Variable variable, String expected, Function<String, Optional<T>> convert) {
        Optional<String> value = required(variable, expected);
        Optional<T> converted = value.flatMap(convert);
        if (value.isPresent() && converted.isEmpty())
            wrong(variable, value.get(), expected);
        return converted;
    }

    /** Also hides a value with an {@code @}: a URL may carry a password before it. */
    void wrong(Variable variable, String value, String expected) {
        boolean hidden = variable.secret() || value.contains("@");
        problems.add(source(variable), variable.name(), hidden ? Problems.HIDDEN : Problems.quoted(value), expected);
    }

    /** Where the value comes from. */
    String source(Variable variable) {
        return !environment.containsKey(variable.name()) && file.containsKey(variable.name()) ? DOT_ENV : ENVIRONMENT;
    }

    /** The variable with its value and where that comes from; of a secret, and of what may hold a password, only whether it is set. */
    String described(Variable variable) {
        Optional<String> value = value(variable);
        if (value.isEmpty())
            return variable.name() + (variable.fallback().isEmpty() ? ": not set" : ": " + variable.fallback() + " (default)");
        boolean hidden = variable.secret() || value.get().contains("@");
        return variable.name() + ": " + (hidden ? "set" : problems.masked(Problems.quoted(value.get()))) + " (" + source(variable) + ")";
    }

    /** Every name that is set, with its source. */
    Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        file.keySet().stream().sorted().forEach(name -> names.put(name, DOT_ENV));
        environment.keySet().stream().sorted().forEach(name -> names.put(name, ENVIRONMENT));
        return names;
    }

    private boolean isSet(Variable variable) {
        return environment.containsKey(variable.name()) || file.containsKey(variable.name());
    }

    private static Map<String, String> declared(Path file, Problems problems) {
        try {
            return entries(file, false);
        } catch (DotenvException e) {
            // the exception quotes the line, which may hold a token
            problems.add(DOT_ENV, line(file, String.valueOf(e.getMessage())), "a line that cannot be read (not shown)", EXPECTED_LINE);
        }
        try {
            return entries(file, true);
        } catch (DotenvException e) {
            return Map.of();
        }
    }

    /** The place of the line that the message quotes; blank if it is not to be found. */
    private static String line(Path file, String message) {
        try {
            List<String> lines = Files.readAllLines(file);
            return IntStream.range(0, lines.size()).filter(i -> !lines.get(i).isBlank() && message.endsWith(lines.get(i)))
                    .mapToObj(i -> "line " + (i + 1)).findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static Map<String, String> entries(Path file, boolean lenient) {
        var builder = Dotenv.configure().directory(file.toAbsolutePath().getParent().toString()).filename(DOT_ENV);
        Set<DotenvEntry> entries = (lenient ? builder.ignoreIfMalformed() : builder).load()
                .entries(Dotenv.Filter.DECLARED_IN_ENV_FILE);
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }
}
