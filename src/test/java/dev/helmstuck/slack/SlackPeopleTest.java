package dev.helmstuck.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Named;
import dev.helmstuck.approval.Person;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.config.Token;
import dev.helmstuck.ports.Signals;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.SlackFault;
import dev.helmstuck.simulator.slack.SlackWorkspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackPeopleTest {
    private final WaitingClock clock = new WaitingClock();
    private final SlackWorkspace slack = SlackWorkspace.start(clock);
    private final SlackSettings settings = new SlackSettings.Http(new Token(slack.botToken()), URI.create(slack.apiUrl()), new Token("s"));
    private final SlackWire wire = new SlackWire(settings, new Signals());
    private final SlackApi api = new SlackApi(settings, wire, clock);
    private final SlackPeople people = new SlackPeople(api, new BotIdentity(api, settings), new NameCache(clock));

    @AfterEach
    void close() {
        wire.close();
        slack.close();
    }

    private Person person(Member member) {
        slack.changeMember(member);
        return people.person(member.id());
    }

    private static Member alice() {
        return Member.person("U0ALICE", "alice", "Alice Archer");
    }

    @Test
    void aFullMemberIsOursWithTheFlagsThatSlackSent() {
        assertThat(person(alice())).isEqualTo(new Person("U0ALICE", "alice", Optional.of("alice@example.com"), true, Optional.of(false),
                Optional.of(false), Optional.of(false), Optional.of(false), Optional.empty()));
    }

    @Test
    void aFlagThatSlackDidNotSendStaysUnknown() {
        Person person = person(alice().omitting("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "team_id", "email"));

        assertThat(person)
                .isEqualTo(new Person("U0ALICE", "alice", Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty()));
    }

    @Test
    void guestsBotsStrangersAndDeactivatedAccountsShow() {
        assertThat(person(alice().singleChannelGuest())).matches(p -> p.restricted().orElseThrow() && p.ultraRestricted().orElseThrow());
        assertThat(person(alice().bot()).bot()).contains(true);
        assertThat(person(alice().deactivated()).deleted()).contains(true);
        assertThat(person(alice().with("is_stranger", true)).stranger()).contains(true);
    }

    @ParameterizedTest
    @CsvSource({"is_workflow_bot, true", "is_connector_bot, true", "is_app_user, false"})
    void otherSignsOfABotCountAndTheUseOfAnAppIsNone(String flag, boolean bot) {
        assertThat(person(alice().with(flag, true)).bot()).contains(bot);
    }

    @Test
    void slackbotIsABotWhateverSlackSays() {
        assertThat(person(Member.person("USLACKBOT", "slackbot", "Slackbot")).bot()).contains(true);
    }

    @Test
    void somebodyOfAnotherOrganisationIsNotOurs() {
        assertThat(person(alice().external("T0OTHER"))).matches(p -> !p.ours() && p.stranger().equals(Optional.of(false)));
        assertThat(person(alice().ofTeam("T0OTHER").ofEnterprise("E0GRID")).ours()).isFalse();
    }

    @Test
    void aColleagueOfTheSameEnterpriseIsOurs() {
        slack.faults().next("auth.test",
                SlackFault.answer("{\"ok\":true,\"user_id\":\"U0BOT\",\"team_id\":\"T0US\",\"enterprise_id\":\"E0GRID\"}"));

        assertThat(person(alice().ofTeam("T0OTHER").ofEnterprise("E0GRID")).ours()).isTrue();
        assertThat(person(alice().ofTeam("T0OTHER").ofEnterprise("E0ELSE")).ours()).isFalse();
        assertThat(person(alice().ofTeam("T0OTHER")).ours()).isFalse();
    }

    @Test
    void somebodyUnknownIsNotGuessed() {
        assertThatThrownBy(() -> people.person("U0NOBODY")).isInstanceOf(UnavailableException.class).hasMessageContaining("does not know");
    }

    @Test
    void anAnswerAboutSomebodyElseIsNoAnswer() {
        slack.faults().next("users.info", SlackFault.answer("{\"ok\":true,\"user\":{\"id\":\"U0OTHER\",\"team_id\":\"T0SIMULATED\"}}"));

        assertThatThrownBy(() -> people.person("U0ALICE")).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aGroupIsReadAfreshEachTime() {
        slack.addGroup("S0SRE", "sre", "U0ALICE", "U0BOB");
        assertThat(people.group("S0SRE")).containsExactlyInAnyOrder("U0ALICE", "U0BOB");

        slack.changeGroup("S0SRE", "U0BOB");
        assertThat(people.group("S0SRE")).containsExactly("U0BOB");
    }

    @Test
    void aGroupThatIsGoneOrMayNotBeReadIsAProblemInWords() {
        slack.addGroup("S0SRE", "sre", "U0ALICE");
        assertThatThrownBy(() -> people.group("S0NONE")).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("no such user group");

        slack.faults().missingScope("usergroups:read");
        assertThatThrownBy(() -> people.group("S0SRE")).isInstanceOf(UnavailableException.class).hasMessageContaining("usergroups:read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ok\":true}", "{\"ok\":true,\"users\":[\"U1\",null]}",
            "{\"ok\":true,\"users\":[\"U1\"],\"response_metadata\":{\"next_cursor\":\"more\"}}"})
    void aPartOfAGroupIsNoAnswer(String answer) {
        slack.faults().next("usergroups.users.list", SlackFault.answer(answer));

        assertThatThrownBy(() -> people.group("S0SRE")).isInstanceOf(UnavailableException.class);
    }

    private final Members configured = new Members(Set.of("U0ALICE", "bob@example.com"), Set.of("S0SRE"));

    private void namedPeople() {
        slack.addMember(alice());
        slack.addMember(Member.person("U0BOB", "bob", "Bob Reviewer"));
        slack.addGroup("S0SRE", "sre-oncall", "U0ALICE");
    }

    @Test
    void whomAPolicyNamesIsCalledAsPeopleCallThem() {
        namedPeople();

        assertThat(people.named(configured)).containsExactly(new Named("U0ALICE", "@alice", false), new Named("U0BOB", "@bob", false),
                new Named("S0SRE", "@sre-oncall", true));
    }

    @Test
    void namesAreLookedUpOnceInAnHour() {
        namedPeople();
        for (int i = 0; i < 3; i++) {
            var unused = people.named(configured);
            clock.advance(Duration.ofMinutes(20));
        }
        assertThat(slack.calls("usergroups.list")).hasSize(1);
        assertThat(slack.calls("users.info")).hasSize(1);

        var unused = people.named(configured);

        assertThat(slack.calls("usergroups.list")).hasSize(2);
    }

    @Test
    void whoseNameCannotBeHadIsNamedAsThePolicyDoesAndAskedForAgainInAMinute() {
        namedPeople();
        slack.faults().always("*", SlackFault.error("no_permission"));

        List<Named> unnamed = List.of(new Named("U0ALICE", "user U0ALICE", false), new Named("", "bob@example.com", false),
                new Named("S0SRE", "group S0SRE", true));
        assertThat(people.named(configured)).isEqualTo(unnamed).isEqualTo(people.named(configured));
        assertThat(slack.calls("usergroups.list")).hasSize(1);

        slack.faults().clear();
        clock.advance(Duration.ofMinutes(1));
        assertThat(people.named(configured)).last().isEqualTo(new Named("S0SRE", "@sre-oncall", true));
    }

    @Test
    void aNameThatWasKnownOutlivesAnHourInWhichNobodyAnswers() {
        namedPeople();
        List<Named> named = people.named(configured);
        clock.advance(Duration.ofHours(2));
        slack.faults().always("*", SlackFault.error("fatal_error"));

        assertThat(people.named(configured)).isEqualTo(named);
    }
}
