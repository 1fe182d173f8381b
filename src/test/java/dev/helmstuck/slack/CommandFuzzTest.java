package dev.helmstuck.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.report.Report;
import dev.helmstuck.testing.MemoryRemediations;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.TestBots;

/** Any text after the command: it is answered in words, and only a known name, alone (or none) or after "cancel", is followed. */
class CommandFuzzTest {
    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final Pattern END = Pattern.compile("[.,;:!?…]+(?=[\\p{Cntrl}\\p{Z}\\p{Cf}“”„‟\"‘’‚‛'`]|$)");
    private static final Pattern NOT_TYPED = Pattern.compile("[\\p{Cntrl}\\p{Z}\\p{Cf}“”„‟\"‘’‚‛'`]");
    /** Targets, their group, environment and cluster, and all of them; nothing at all means all, too. */
    private static final List<String> NAMES = List.of("gitlab-cny", "gitlab", "gstg-ops", Some.target().environment(),
            Some.target().cluster(),
            "all");
    private static final Set<String> FOLLOWED = Stream.of(List.of(""), NAMES, NAMES.stream().map(name -> "cancel" + name).toList())
            .flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    private final MemoryRemediations store = new MemoryRemediations();
    private final Inbox inbox = TestBots.reception(new Three(), store);

    @FuzzTest
    void any_text_is_answered_and_only_a_known_name_is_followed(byte[] typed) {
        String text = new String(typed, UTF_8);
        Report answer = inbox.command(new Inbox.Command("1.2", "UALICE", "C1", "inc-1", text, "https://hooks.slack.com/1"));
        Harmless.check(Blocks.render(answer), NOTHING);
        boolean followed = !store.first("command:1.2", Some.NOW);
        boolean saysSo = answer.title().startsWith("Looking at ") || answer.title().startsWith("Cancelling ");
        assertThat(followed).as(answer.title()).isEqualTo(saysSo);
        if (followed) assertThat(FOLLOWED).contains(meant(text));
        store.forgetKeys(Some.NOW.plusSeconds(1));
    }

    /** A phone's capital letters and a sentence's full stop mean nothing. */
    private static String meant(String text) {
        String bare = NOT_TYPED.matcher(END.matcher(text).replaceAll("")).replaceAll("");
        return bare.chars().map(letter -> letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Two targets and a group of one of them. */
    private record Three() implements Catalog {
        @Override
        public Optional<ConfiguredTarget> target(String name) {
            return targetNames().contains(name) ? Optional.of(new ConfiguredTarget(Some.target(), Some.policy())) : Optional.empty();
        }

        @Override
        public Optional<List<String>> group(String name) {
            return name.equals("gitlab") ? Optional.of(List.of("gitlab-cny")) : Optional.empty();
        }

        @Override
        public List<String> targetNames() {
            return List.of("gitlab-cny", "gstg-ops");
        }

        @Override
        public List<String> groupNames() {
            return List.of("gitlab");
        }
    }
}
