package dev.helmstuck.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;

import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final Members NOBODY = new Members(Set.of(), Set.of());
    private static final Members SOMEBODY = new Members(Set.of("UANN"), Set.of());

    @Test
    void empty_approvers_cannot_be_made() {
        assertThatThrownBy(() -> Some.policy(NOBODY, SOMEBODY, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("approvers must not be empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void fewer_than_one_approval_cannot_be_made(int approvals) {
        assertThatThrownBy(() -> Some.policy(SOMEBODY, NOBODY, approvals)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_emoji_for_yes_or_no_cannot_be_made() {
        assertThatThrownBy(() -> emoji(List.of(), List.of("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> emoji(List.of("+1"), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"inc-4080, true", "inc-, true", "incident-1, false", "xinc-1, false", "general, false", "'', false"})
    void the_command_is_accepted_where_a_pattern_finds_the_name(String channel, boolean accepted) {
        assertThat(Some.policy().acceptsChannel(channel)).isEqualTo(accepted);
    }

    @Test
    void without_a_channel_pattern_it_is_accepted_nowhere() {
        Policy it = Some.policy();
        Policy nowhere = new Policy(List.of(), it.approvers(), it.requesters(), 1, it.deadline(), it.sampleGap(), it.approve(), it.deny());
        assertThat(nowhere.acceptsChannel("inc-1")).isFalse();
    }

    private static Policy emoji(List<String> approve, List<String> deny) {
        Policy it = Some.policy();
        return new Policy(it.channels(), it.approvers(), it.requesters(), 1, it.deadline(), it.sampleGap(), approve, deny);
    }
}
