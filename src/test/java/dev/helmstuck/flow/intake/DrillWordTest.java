package dev.helmstuck.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.ConfiguredTarget;
import dev.helmstuck.ports.Inbox.Command;
import dev.helmstuck.ports.Version;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.MemoryRemediations;
import dev.helmstuck.testing.Some;
import dev.helmstuck.testing.TestBots;
import org.junit.jupiter.api.Test;

/** The word is younger than the files of configuration, and whoever looks for what is stuck wants no drill. */
class DrillWordTest {

    private record Known(List<Target> targets) implements Catalog {
        @Override
        public Optional<ConfiguredTarget> target(String name) {
            return targets.stream().filter(one -> one.name().equals(name)).map(one -> new ConfiguredTarget(one, Some.policy())).findFirst();
        }

        @Override
        public Optional<List<String>> group(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> targetNames() {
            return targets.stream().map(Target::name).toList();
        }

        @Override
        public List<String> groupNames() {
            return List.of();
        }
    }

    private static Known known(String... names) {
        return new Known(Stream.of(names).map(name -> new Target(name, "gprd", "east", name, name, List.of(Some.ci()))
                .drill(name.equals("practice"))).toList());
    }

    private static String said(Known known, String text) {
        return TestBots.reception(known, new MemoryRemediations()).command(new Command("id", "U1", "C1", "inc-1", text, "")).title();
    }

    @Test
    void a_target_that_is_called_so_is_still_asked_for_by_its_name() {
        assertThat(said(known("drill", "practice"), "drill")).isEqualTo("Looking at drill");
        assertThat(said(known("drill", "practice"), "drill practice")).isEqualTo("DRILL: making practice stuck");
        assertThat(said(known("app", "practice"), "drill")).isEqualTo("Name what is to be practised on");
        assertThat(said(known("app"), "drill")).isEqualTo("There is nothing to practise on");
    }

    @Test
    void it_takes_one_target_that_is_there_to_practise_on_and_no_option() {
        assertThat(said(known("app", "practice"), "drill app")).isEqualTo("Nobody practises on app");
        assertThat(said(known("app", "practice"), "drill east")).isEqualTo("Name what is to be practised on");
        assertThat(said(known("app", "practice"), "drill nothing")).contains("I know no target");
        assertThat(said(known("app", "practice"), "drill practice --incident 5")).contains("I did not understand");
    }

    @Test
    void where_a_menu_asks_what_is_stuck_no_drill_is_offered() {
        Names names = new Names(known("app", "practice"), new Version("1"));
        assertThat(names.acceptedIn("inc-1")).containsExactly("app");
        assertThat(names.meant(Names.ALL)).extracting(entry -> entry.target().name()).containsExactly("app");
        assertThat(names.drills()).containsExactly("practice");
    }
}
