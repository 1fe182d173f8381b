package dev.helmstuck.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.helmstuck.runbook.Fact;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ruth asks; Ann by id, Ben by e-mail and the group SRE (Sue) may approve; Zoe may not. */
class JudgeTest {
    private static final String YES = "white_check_mark";
    private static final String NO = "x";
    private static final Instant DEADLINE = Some.NOW.plus(Duration.ofMinutes(15));
    private static final Person RUTH = Some.ruth();
    private static final Person ANN = Some.ann();
    private static final Person BEN = Some.person("UBEN", "Ben");
    private static final Person SUE = Some.person("USUE", "Sue");
    private static final Person ZOE = Some.person("UZOE", "Zoe");
    private static final Map<String, Fact<Set<String>>> SRE = Map.of("SRE", new Fact.Known<>(Set.of("USUE", "UTOM")));

    /** One row per way to be refused: the reason, the candidate, and the world around. */
    private static final Map<String, JudgeRow> REFUSED = rows();

    private record JudgeRow(Reason reason, String detail, Fact<Person> person, Map<String, Fact<Set<String>>> groups, Instant now) {}

    private static Map<String, JudgeRow> rows() {
        Map<String, JudgeRow> rows = new LinkedHashMap<>();
        rows.put("the requester", row(Reason.REQUESTER, RUTH));
        rows.put("the requester's second account", row(Reason.SAME_HUMAN, with(SUE, "ruth@example.com")));
        rows.put("the requester's second account in other case", row(Reason.SAME_HUMAN, with(SUE, "Ruth@Example.COM")));
        rows.put("somebody else", row(Reason.NOT_APPROVER, ZOE));
        rows.put("somebody else without an e-mail", row(Reason.NOT_APPROVER, noEmail(ZOE)));
        rows.put("an approver by e-mail whose e-mail is not shown", row(Reason.NOT_APPROVER, noEmail(BEN)));
        rows.put("a bot", row(Reason.BOT, flags(ANN, false, true, false, false, false)));
        rows.put("a deactivated account", row(Reason.DEACTIVATED, flags(ANN, true, false, false, false, false)));
        rows.put("a guest", row(Reason.GUEST, flags(ANN, false, false, true, false, false)));
        rows.put("a single-channel guest", row(Reason.GUEST, flags(ANN, false, false, false, true, false)));
        rows.put("a stranger", row(Reason.EXTERNAL, flags(ANN, false, false, false, false, true)));
        rows.put("somebody of another workspace", row(Reason.EXTERNAL, foreign(ANN)));
        rows.put("no is_bot", row(Reason.FLAG_MISSING, "is_bot", flags(ANN, false, null, false, false, false)));
        rows.put("no deleted", row(Reason.FLAG_MISSING, "deleted", flags(ANN, null, false, false, false, false)));
        rows.put("no is_restricted", row(Reason.FLAG_MISSING, "is_restricted", flags(ANN, false, false, null, false, false)));
        rows.put("no is_ultra_restricted", row(Reason.FLAG_MISSING, "is_ultra_restricted", flags(ANN, false, false, false, null, false)));
        rows.put("an account that could not be read",
                new JudgeRow(Reason.PERSON_UNREADABLE, "ratelimited", new Fact.Unavailable<>("Slack", "ratelimited"), SRE, Some.NOW));
        rows.put("a member of a group that could not be read",
                new JudgeRow(Reason.GROUP_UNREADABLE, "Slack: ratelimited", new Fact.Known<>(SUE),
                        Map.of("SRE", new Fact.Unavailable<>("Slack", "ratelimited")), Some.NOW));
        rows.put("a member of a group that was not read", new JudgeRow(Reason.GROUP_UNREADABLE, "Slack: group SRE was not read",
                new Fact.Known<>(SUE), Map.of(), Some.NOW));
        rows.put("a member who left the group", new JudgeRow(Reason.NOT_APPROVER, "", new Fact.Known<>(SUE),
                Map.of("SRE", new Fact.Known<>(Set.of("UTOM"))), Some.NOW));
        rows.put("an approver at the deadline", new JudgeRow(Reason.LATE, "", new Fact.Known<>(ANN), SRE, DEADLINE));
        rows.put("an approver after the deadline", new JudgeRow(Reason.LATE, "", new Fact.Known<>(ANN), SRE, DEADLINE.plusSeconds(3600)));
        return rows;
    }

    static Stream<Arguments> refused() {
        return REFUSED.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void who_does_not_count_is_refused_with_the_reason(String who, JudgeRow row) {
        Tally tally = Judge.judge(ask(Some.policy(), row.groups()), List.of(new Candidate("UX", YES, row.person())), row.now());

        assertThat(tally.complete()).isFalse();
        assertThat(tally.approvers()).isEmpty();
        assertThat(tally.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(row.reason());
            assertThat(refused.detail()).isEqualTo(row.detail());
            assertThat(refused.user()).isEqualTo(row.person().either(Person::id, missing -> "UX"));
        });
    }

    @Test
    void the_table_has_every_reason() {
        assertThat(REFUSED.values().stream().map(JudgeRow::reason).distinct()).containsExactlyInAnyOrder(Reason.values());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_no_of_somebody_who_may_not_approve_is_ignored_too(String who, JudgeRow row) {
        String user = row.person().either(Person::id, unread -> "UX");
        Tally tally = Judge.judge(ask(Some.policy(), row.groups()), List.of(new Candidate(user, NO, row.person()), yes(ANN)), Some.NOW);
        switch (row.reason()) {
            case REQUESTER -> assertThat(tally.canceller()).contains(RUTH);
            // a no is never too late, and stops even from the requester's other account, if that one may approve
            case LATE -> assertThat(tally.denier()).contains(ANN);
            case SAME_HUMAN -> assertThat(tally.denier()).isPresent();
            case NOT_APPROVER, BOT, DEACTIVATED, GUEST, EXTERNAL, FLAG_MISSING -> {
                assertThat(tally.denier()).isEmpty();
                assertThat(tally.canceller()).isEmpty();
                assertThat(tally.refused()).singleElement().extracting(Vote.Rejected::reason).isEqualTo(row.reason());
                assertThat(tally.complete()).isTrue();
            }
            // it may be an approver's: it ends nothing, but nothing goes on over it
            case PERSON_UNREADABLE, GROUP_UNREADABLE -> {
                assertThat(tally.denier()).isEmpty();
                assertThat(tally.canceller()).isEmpty();
                assertThat(tally.refused()).singleElement().extracting(Vote.Rejected::reason).isEqualTo(row.reason());
                assertThat(tally.approvers()).containsExactly(ANN);
                assertThat(tally.complete()).isFalse();
            }
        }
    }

    @Test
    void the_requester_calls_it_off_although_the_account_cannot_be_read() {
        Candidate unread = new Candidate(RUTH.id(), NO, new Fact.Unavailable<>("Slack", "ratelimited"));

        Tally tally = Judge.judge(ask(Some.policy(), SRE), List.of(unread, yes(ANN)), Some.NOW);

        assertThat(tally.canceller()).map(Person::id).contains(RUTH.id());
        assertThat(tally.complete()).isFalse();
    }

    @Nested
    class Approvers {

        static Stream<Person> approvers() {
            return Stream.of(ANN, noEmail(ANN), BEN, with(BEN, "Ben@Example.COM"), SUE, noEmail(SUE),
                    new Person("UANN", "Ann", Optional.empty(), true, Optional.of(false), Optional.of(false), Optional.of(false),
                            Optional.of(false), Optional.empty()));
        }

        @ParameterizedTest
        @MethodSource("approvers")
        void who_is_named_by_id_by_e_mail_or_by_group_approves(Person person) {
            Tally tally = judge(yes(person));
            assertThat(tally.approvers()).containsExactly(person);
            assertThat(tally.refused()).isEmpty();
            assertThat(tally.complete()).isTrue();
        }

        @Test
        void one_named_directly_approves_though_the_group_cannot_be_read() {
            Ballot ask = ask(Some.policy(), Map.of("SRE", new Fact.Unavailable<>("Slack", "ratelimited")));
            assertThat(Judge.judge(ask, List.of(yes(ANN)), Some.NOW).complete()).isTrue();
        }

        @Test
        void a_member_of_one_group_approves_though_another_cannot_be_read() {
            Policy policy = Some.policy(new Members(Set.of(), Set.of("SRE", "DBA")), new Members(Set.of(), Set.of()), 1);
            Ballot ask = ask(policy, Map.of("SRE", new Fact.Known<>(Set.of("USUE")), "DBA", new Fact.Unavailable<>("Slack", "no")));
            assertThat(Judge.judge(ask, List.of(yes(SUE)), Some.NOW).complete()).isTrue();
            assertThat(Judge.judge(ask, List.of(yes(ZOE)), Some.NOW).refused()).singleElement().extracting(Vote.Rejected::reason)
                    .isEqualTo(Reason.GROUP_UNREADABLE);
        }

        @Test
        void a_group_that_the_policy_does_not_name_gives_no_right() {
            Ballot ask = ask(Some.policy(), Map.of("SRE", new Fact.Known<>(Set.of()), "ALL", new Fact.Known<>(Set.of("UZOE"))));
            assertThat(Judge.judge(ask, List.of(yes(ZOE)), Some.NOW).complete()).isFalse();
        }

        @Test
        void the_last_instant_before_the_deadline_counts() {
            assertThat(Judge.judge(ask(Some.policy(), SRE), List.of(yes(ANN)), DEADLINE.minusNanos(1)).complete()).isTrue();
        }

        @Test
        void nobody_is_not_enough() {
            assertThat(judge().complete()).isFalse();
        }

        @Test
        void a_refused_person_does_not_spoil_the_yes_of_another() {
            Tally tally = judge(yes(RUTH), yes(ZOE), yes(ANN));
            assertThat(tally.complete()).isTrue();
            assertThat(tally.refused()).extracting(Vote.Rejected::reason).containsExactly(Reason.REQUESTER, Reason.NOT_APPROVER);
        }

        @Test
        void two_emoji_of_one_person_are_answered_once() {
            assertThat(judge(yes(ZOE), new Candidate("UZOE", "+1", new Fact.Known<>(ZOE)), no(ZOE)).refused()).hasSize(1);
        }
    }

    @Nested
    class TwoApprovals {

        @Test
        void one_person_is_not_two() {
            assertThat(judgeTwo(yes(ANN)).complete()).isFalse();
            assertThat(judgeTwo(yes(ANN), new Candidate("UANN", "+1", new Fact.Known<>(ANN))).complete()).isFalse();
        }

        @Test
        void two_accounts_of_one_human_are_one_approver() {
            Tally tally = judgeTwo(yes(ANN), yes(with(SUE, "ANN@example.com")));
            assertThat(tally.approvers()).containsExactly(ANN);
            assertThat(tally.complete()).isFalse();
        }

        @Test
        void two_people_are_two() {
            Tally tally = judgeTwo(yes(ANN), yes(SUE));
            assertThat(tally.approvers()).containsExactly(ANN, SUE);
            assertThat(tally.complete()).isTrue();
        }

        @Test
        void two_people_whose_e_mail_is_not_shown_are_two() {
            assertThat(judgeTwo(yes(noEmail(ANN)), yes(noEmail(SUE))).complete()).isTrue();
        }

        @Test
        void the_requester_is_never_one_of_them() {
            assertThat(judgeTwo(yes(RUTH), yes(ANN)).complete()).isFalse();
        }

        private Tally judgeTwo(Candidate... candidates) {
            return Judge.judge(ask(Some.policy(2), SRE), List.of(candidates), Some.NOW);
        }
    }

    @Nested
    class SayingNo {

        @Test
        void an_approvers_no_outweighs_every_yes() {
            Tally tally = judge(yes(ANN), no(SUE), yes(BEN));
            assertThat(tally.denier()).contains(SUE);
            assertThat(tally.complete()).isFalse();
        }

        @Test
        void the_first_no_is_named() {
            assertThat(judge(no(SUE), no(ANN)).denier()).contains(SUE);
        }

        @Test
        void the_requesters_no_cancels() {
            Tally tally = judge(yes(ANN), no(RUTH));
            assertThat(tally.canceller()).contains(RUTH);
            assertThat(tally.denier()).isEmpty();
            assertThat(tally.complete()).isFalse();
        }

        @Test
        void a_requester_who_could_approve_cancels_as_well_and_denies_nothing() {
            Policy policy = Some.policy(new Members(Set.of("URUTH", "UANN"), Set.of()), new Members(Set.of(), Set.of()), 1);
            Tally tally = Judge.judge(ask(policy, Map.of()), List.of(no(RUTH)), Some.NOW);
            assertThat(tally.canceller()).contains(RUTH);
            assertThat(tally.denier()).isEmpty();
        }

        @Test
        void yes_and_no_of_one_person_is_no_and_no_yes() {
            for (Tally tally : List.of(judge(yes(ANN), no(ANN)), judge(no(ANN), yes(ANN)))) {
                assertThat(tally.denier()).contains(ANN);
                assertThat(tally.approvers()).isEmpty();
                assertThat(tally.complete()).isFalse();
            }
        }

        @Test
        void yes_and_no_of_one_human_on_two_accounts_is_no() {
            Tally tally = judge(yes(ANN), no(with(SUE, "ann@example.com")));
            assertThat(tally.denier()).isPresent();
            assertThat(tally.approvers()).isEmpty();
        }
    }

    @Nested
    class EmojiNames {

        @ParameterizedTest
        @CsvSource({
                "white_check_mark,                     white_check_mark",
                "White_Check_Mark,                     white_check_mark",
                "+1::skin-tone-2,                      +1",
                "+1::skin-tone-6,                      +1",
                "raised_hands::skin-tone-2::x,         raised_hands",
                "::skin-tone-2,                        ''",
                "a:b,                                  a:b"})
        void names_are_compared_in_lower_case_without_the_skin_tone(String emoji, String normalized) {
            assertThat(Judge.normalized(emoji)).isEqualTo(normalized);
        }

        @ParameterizedTest
        @ValueSource(strings = {"white_check_mark", "WHITE_CHECK_MARK", "+1", "+1::skin-tone-2", "+1::skin-tone-6"})
        void the_policys_emoji_mean_yes(String emoji) {
            assertThat(judge(new Candidate("UANN", emoji, new Fact.Known<>(ANN))).complete()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"eyes", "heavy_check_mark", "thumbsup", "-1", "white_check_mark_custom", "xx", "", ":white_check_mark:",
                "white_check_mark ", "skin-tone-2"})
        void any_other_emoji_is_no_answer_at_all(String emoji) {
            Tally tally = judge(new Candidate("UZOE", emoji, new Fact.Known<>(ZOE)), new Candidate("UANN", emoji, new Fact.Known<>(ANN)));
            assertThat(tally).isEqualTo(judge());
        }

        @Test
        void an_emoji_that_means_both_means_no() {
            Policy it = Some.policy();
            Policy both = new Policy(it.channels(), it.approvers(), it.requesters(), 1, it.deadline(), it.sampleGap(), List.of("eyes", "x"),
                    List.of("x"));
            assertThat(Judge.judge(ask(both, SRE), List.of(no(ANN)), Some.NOW).denier()).contains(ANN);
        }
    }

    @Nested
    class Requesting {

        @Test
        void an_empty_list_means_every_full_member_and_nobody_else() {
            assertThat(mayNot(RUTH, members())).isEmpty();
            assertThat(mayNot(flags(RUTH, false, true, false, false, false), members())).contains(Reason.BOT);
            assertThat(mayNot(flags(RUTH, false, false, true, false, false), members())).contains(Reason.GUEST);
            assertThat(mayNot(flags(RUTH, true, false, false, false, false), members())).contains(Reason.DEACTIVATED);
            assertThat(mayNot(foreign(RUTH), members())).contains(Reason.EXTERNAL);
            assertThat(mayNot(flags(RUTH, false, null, false, false, false), members())).contains(Reason.FLAG_MISSING);
        }

        @Test
        void a_list_names_by_id_by_e_mail_or_by_group() {
            assertThat(mayNot(RUTH, members("URUTH"))).isEmpty();
            assertThat(mayNot(RUTH, members("RUTH@example.com"))).isEmpty();
            assertThat(mayNot(RUTH, members("UANN"))).contains(Reason.NOT_APPROVER);
            assertThat(mayNot(SUE, new Members(Set.of(), Set.of("SRE")))).isEmpty();
            assertThat(mayNot(RUTH, new Members(Set.of(), Set.of("SRE")))).contains(Reason.NOT_APPROVER);
            assertThat(mayNot(RUTH, new Members(Set.of(), Set.of("OTHER")))).contains(Reason.GROUP_UNREADABLE);
        }

        @Test
        void a_guest_on_the_list_may_not_ask_either() {
            assertThat(mayNot(flags(RUTH, false, false, true, false, false), members("URUTH"))).contains(Reason.GUEST);
        }

        private Optional<Reason> mayNot(Person requester, Members requesters) {
            Policy policy = Some.policy(members("UANN"), requesters, 1);
            return Judge.mayNotRequest(new Ballot(policy, requester, DEADLINE, SRE)).map(verdict -> ((Vote.Rejected) verdict).reason());
        }

        private Members members(String... users) {
            return new Members(Set.copyOf(Arrays.asList(users)), Set.of());
        }
    }

    private static Tally judge(Candidate... candidates) {
        return Judge.judge(ask(Some.policy(), SRE), List.of(candidates), Some.NOW);
    }

    private static Ballot ask(Policy policy, Map<String, Fact<Set<String>>> groups) {
        return new Ballot(policy, RUTH, DEADLINE, groups);
    }

    private static Candidate yes(Person person) {
        return new Candidate(person.id(), YES, new Fact.Known<>(person));
    }

    private static Candidate no(Person person) {
        return new Candidate(person.id(), NO, new Fact.Known<>(person));
    }

    private static JudgeRow row(Reason reason, Person person) {
        return row(reason, "", person);
    }

    private static JudgeRow row(Reason reason, String detail, Person person) {
        return new JudgeRow(reason, detail, new Fact.Known<>(person), SRE, Some.NOW);
    }

    private static Person with(Person it, String email) {
        return new Person(it.id(), it.name(), Optional.of(email), it.ours(), it.deleted(), it.bot(), it.restricted(), it.ultraRestricted(),
                it.stranger());
    }

    private static Person noEmail(Person it) {
        return new Person(it.id(), it.name(), Optional.empty(), it.ours(), it.deleted(), it.bot(), it.restricted(), it.ultraRestricted(),
                it.stranger());
    }

    private static Person foreign(Person it) {
        return new Person(it.id(), it.name(), it.email(), false, it.deleted(), it.bot(), it.restricted(), it.ultraRestricted(),
                it.stranger());
    }

    /** {@code null} for a flag that Slack did not send. */
    private static Person flags(Person it, Boolean deleted, Boolean bot, Boolean restricted, Boolean ultraRestricted, Boolean stranger) {
        return new Person(it.id(), it.name(), it.email(), true, Optional.ofNullable(deleted), Optional.ofNullable(bot),
                Optional.ofNullable(restricted), Optional.ofNullable(ultraRestricted), Optional.ofNullable(stranger));
    }
}
