package dev.helmstuck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.Remediations.Opening;
import dev.helmstuck.ports.Remediations.Posting;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.remediation.Aftermath;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.remediation.Sweep.SweepLine;
import org.junit.jupiter.api.Test;

/** What every store must do; run on the real one and on the fake. */
abstract class RemediationsContract {
    private static final int RACERS = 50;
    private static final Instant NOW = Stored.NOW;

    abstract Remediations store();

    private Remediation open(String id, String target) {
        Remediation opened = Stored.opened(id, target);
        assertThat(store().open(opened, Stored.row(id, "command"))).isEqualTo(new Opening.Opened());
        return opened;
    }

    /** Lets all racers go at once; what each one got. */
    static <T> List<T> race(IntFunction<T> racer) throws Exception {
        return race(RACERS, racer);
    }

    static <T> List<T> race(int racers, IntFunction<T> racer) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
            List<Future<T>> results = IntStream.range(0, racers).mapToObj(number -> threads.submit(() -> {
                start.await();
                return racer.apply(number);
            })).toList();
            start.countDown();
            List<T> all = new ArrayList<>();
            for (Future<T> result : results)
                all.add(result.get());
            return all;
        }
    }

    @Test
    void an_opened_remediation_is_found_by_id_and_by_target_with_its_audit_row() {
        Remediation opened = open("r1", "gitlab-cny");
        assertThat(store().find("r1")).contains(opened);
        assertThat(store().openFor("gitlab-cny")).contains(opened);
        assertThat(store().auditOf("r1")).containsExactly(Stored.row("r1", "command"));
    }

    @Test
    void the_newest_come_first_of_one_target_or_of_all_and_no_more_than_are_asked_for() {
        List<Remediation> all = new ArrayList<>();
        for (int each = 1; each <= 3; each++) {
            Remediation opened = Stored.opened("r" + each, each == 2 ? "gstg-cny" : "gitlab-cny", NOW.plusSeconds(each));
            assertThat(store().open(opened, Stored.row(opened.id(), "command"))).isEqualTo(new Opening.Opened());
            Remediation closed = Stored.next(opened, Stored.closed());
            assertThat(store().save(closed, List.of())).isTrue();
            all.addFirst(closed);
        }
        assertThat(store().newest(Optional.empty(), 10)).isEqualTo(all);
        assertThat(store().newest(Optional.empty(), 2)).isEqualTo(all.subList(0, 2));
        assertThat(store().newest(Optional.of("gitlab-cny"), 10)).containsExactly(all.get(0), all.get(2));
        assertThat(store().newest(Optional.of("x' OR '1'='1"), 10)).isEmpty();
    }

    @Test
    void what_was_never_stored_is_not_found() {
        assertThat(store().find("r1")).isEmpty();
        assertThat(store().openFor("gitlab-cny")).isEmpty();
        assertThat(store().byMessage(new MessageRef("C1", "1.1"))).isEmpty();
        assertThat(store().postings("r1")).isEmpty();
        assertThat(store().unfinished()).isEmpty();
        assertThat(store().auditOf("r1")).isEmpty();
    }

    @Test
    void audit_rows_are_exported_from_a_moment_on_of_one_target_or_of_all_in_order_of_writing() {
        open("r1", "gitlab-cny");
        open("r2", "gstg-cny");
        AuditRow refused = new AuditRow("", NOW.plusSeconds(5), "U1", "refused command", "gitlab-cny in C1", "no");
        AuditRow restored = new AuditRow("", NOW.plusSeconds(6), "root on a terminal", "restore", "gitlab-cny", "back");
        AuditRow other = new AuditRow("", NOW.plusSeconds(7), "U1", "refused command", "gitlab-cny-2 in C1", "no");
        List.of(refused, restored, other).forEach(store()::audit);
        AuditRow first = Stored.row("r1", "command");
        assertThat(store().auditSince(Optional.empty(), Instant.EPOCH)).containsExactly(first, Stored.row("r2", "command"), refused,
                restored, other);
        assertThat(store().auditSince(Optional.of("gitlab-cny"), Instant.EPOCH)).containsExactly(first, refused, restored);
        assertThat(store().auditSince(Optional.of("gitlab-cny"), NOW.plusSeconds(6))).containsExactly(restored);
        assertThat(store().auditSince(Optional.of("gitlab%"), Instant.EPOCH)).isEmpty();
    }

    @Test
    void a_second_one_of_the_same_target_gets_the_first_and_leaves_no_trace() {
        Remediation first = open("r1", "gitlab-cny");
        assertThat(store().open(Stored.opened("r2", "gitlab-cny"), Stored.row("r2", "command")))
                .isEqualTo(new Opening.AlreadyOpen(first));
        assertThat(store().find("r2")).isEmpty();
        assertThat(store().auditOf("r2")).isEmpty();
    }

    @Test
    void another_target_is_not_in_the_way() {
        open("r1", "gitlab-cny");
        open("r2", "gstg-cny");
        assertThat(store().openFor("gstg-cny")).map(Remediation::id).contains("r2");
    }

    @Test
    void an_id_is_taken_once() {
        open("r1", "gitlab-cny");
        assertThatThrownBy(() -> store().open(Stored.opened("r1", "gstg-cny"), Stored.row("r1", "command")))
                .isInstanceOf(UnavailableException.class);
        assertThat(store().auditOf("r1")).hasSize(1);
    }

    @Test
    void of_fifty_who_open_the_same_target_at_once_one_gets_it_and_the_others_see_that_one() throws Exception {
        List<Opening> all = race(number -> store().open(Stored.opened("r" + number, "gitlab-cny"), Stored.row("r" + number, "command")));
        assertThat(all.stream().filter(Opening.Opened.class::isInstance)).hasSize(1);
        Remediation winner = store().openFor("gitlab-cny").orElseThrow();
        assertThat(all.stream().filter(Opening.AlreadyOpen.class::isInstance)).hasSize(RACERS - 1)
                .allSatisfy(lost -> assertThat(lost).isEqualTo(new Opening.AlreadyOpen(winner)));
        assertThat(store().unfinished()).containsExactly(winner);
    }

    @Test
    void a_saved_version_is_what_is_found_afterwards_with_its_audit_rows_in_order() {
        Remediation next = Stored.next(open("r1", "gitlab-cny"), Stored.awaiting());
        assertThat(store().save(next, List.of(Stored.row("r1", "approval"), Stored.row("r1", "delete")))).isTrue();
        assertThat(store().find("r1")).contains(next);
        assertThat(store().auditOf("r1")).containsExactly(Stored.row("r1", "command"), Stored.row("r1", "approval"),
                Stored.row("r1", "delete"));
    }

    @Test
    void a_version_that_is_not_the_next_saves_nothing_not_even_its_audit_rows() {
        Remediation opened = open("r1", "gitlab-cny");
        Remediation second = Stored.next(opened, Stored.awaiting());
        Remediation third = Stored.next(second, Stored.closing());
        assertThat(store().save(third, List.of(Stored.row("r1", "early")))).isFalse();
        assertThat(store().save(second, List.of())).isTrue();
        assertThat(store().save(second, List.of(Stored.row("r1", "again")))).isFalse();
        assertThat(store().save(opened, List.of(Stored.row("r1", "back")))).isFalse();
        assertThat(store().find("r1")).contains(second);
        assertThat(store().auditOf("r1")).containsExactly(Stored.row("r1", "command"));
    }

    @Test
    void a_remediation_that_was_never_opened_is_not_saved() {
        assertThat(store().save(Stored.next(Stored.opened("r1", "gitlab-cny"), Stored.awaiting()), List.of(Stored.row("r1", "lost"))))
                .isFalse();
        assertThat(store().find("r1")).isEmpty();
        assertThat(store().auditOf("r1")).isEmpty();
    }

    @Test
    void of_fifty_who_save_the_next_version_at_once_one_wins_and_only_its_audit_row_is_there() throws Exception {
        Remediation opened = open("r1", "gitlab-cny");
        List<Boolean> won = race(number -> store().save(Stored.next(opened, new State.Closing(
                Stored.ending(new Aftermath.Helm.Unread("racer " + number)))),
                List.of(Stored.row("r1", "racer " + number))));
        assertThat(Collections.frequency(won, true)).isEqualTo(1);
        String winner = "racer " + won.indexOf(true);
        assertThat(store().find("r1")).hasValueSatisfying(saved -> {
            assertThat(saved.version()).isEqualTo(1);
            assertThat(saved.state().toString()).contains(winner + "]");
        });
        assertThat(store().auditOf("r1")).containsExactly(Stored.row("r1", "command"), Stored.row("r1", winner));
    }

    @Test
    void fifty_who_retry_after_a_lost_race_all_get_through_one_after_the_other() throws Exception {
        open("r1", "gitlab-cny");
        race(number -> {
            while (!goesOn("r1"));
            return true;
        });
        assertThat(store().find("r1")).map(Remediation::version).contains((long) RACERS);
        assertThat(store().auditOf("r1")).hasSize(RACERS + 1);
    }

    /** Whoever finds every connection taken asks again, as the queue does. */
    private boolean goesOn(String id) {
        try {
            return store().save(Stored.next(store().find(id).orElseThrow(), Stored.awaiting()), List.of(Stored.row(id, "save")));
        } catch (UnavailableException busy) {
            return false;
        }
    }

    @Test
    void a_target_is_free_again_once_its_remediation_has_ended_even_before_the_last_message() {
        Remediation first = open("r1", "gitlab-cny");
        Remediation awaiting = Stored.next(first, Stored.awaiting());
        store().save(awaiting, List.of());
        assertThat(store().openFor("gitlab-cny")).contains(awaiting);
        Remediation closing = Stored.next(awaiting, Stored.closing());
        store().save(closing, List.of());
        assertThat(store().openFor("gitlab-cny")).isEmpty();
        Remediation second = open("r2", "gitlab-cny");
        store().save(Stored.next(closing, Stored.closed()), List.of());
        assertThat(store().openFor("gitlab-cny")).contains(second);
    }

    @Test
    void all_that_are_not_closed_are_unfinished_oldest_first() {
        Remediation young = Stored.opened("a", "one", NOW.plusSeconds(2));
        Remediation old = Stored.opened("b", "two", NOW);
        // the fraction of a second must not disturb the order
        Remediation middle = Stored.opened("c", "three", Instant.parse("2026-11-21T10:00:01Z"));
        Remediation later = Stored.opened("d", "four", Instant.parse("2026-11-21T10:00:01.5Z"));
        Remediation over = Stored.opened("e", "five", NOW.minusSeconds(9));
        for (Remediation it : List.of(young, later, old, middle, over))
            store().open(it, Stored.row(it.id(), "command"));
        Remediation closing = Stored.next(middle, Stored.closing());
        store().save(closing, List.of());
        store().save(Stored.next(over, Stored.closed()), List.of());
        assertThat(store().unfinished()).containsExactly(old, closing, later, young);
    }

    @Test
    void an_audit_row_without_a_remediation_is_kept_too() {
        store().audit(Stored.row("", "refusal"));
        store().audit(Stored.row("r9", "command"));
        assertThat(store().auditOf("")).containsExactly(Stored.row("", "refusal"));
    }

    @Test
    void a_lease_keeps_others_out_until_it_has_run_out() {
        open("r1", "gitlab-cny");
        assertThat(store().lease("r1", "a", NOW, NOW.plusSeconds(30))).isTrue();
        assertThat(store().lease("r1", "b", NOW.plusSeconds(29), NOW.plusSeconds(60))).isFalse();
        assertThat(store().lease("r1", "b", NOW.plusSeconds(30), NOW.plusSeconds(60))).isTrue();
        assertThat(store().lease("r1", "a", NOW.plusSeconds(31), NOW.plusSeconds(61))).isFalse();
    }

    @Test
    void its_owner_renews_a_lease() {
        open("r1", "gitlab-cny");
        store().lease("r1", "a", NOW, NOW.plusSeconds(30));
        assertThat(store().lease("r1", "a", NOW.plusSeconds(20), NOW.plusSeconds(50))).isTrue();
        assertThat(store().lease("r1", "b", NOW.plusSeconds(40), NOW.plusSeconds(70))).isFalse();
    }

    @Test
    void a_lease_is_renewed_late_too_but_not_once_somebody_else_has_had_it() {
        open("r1", "gitlab-cny");
        store().lease("r1", "a", NOW, NOW.plusSeconds(30));
        assertThat(store().renew("r1", "a", NOW.plusSeconds(70))).isTrue();
        assertThat(store().lease("r1", "b", NOW.plusSeconds(69), NOW.plusSeconds(99))).isFalse();
        assertThat(store().lease("r1", "b", NOW.plusSeconds(70), NOW.plusSeconds(100))).isTrue();
        assertThat(store().renew("r1", "a", NOW.plusSeconds(130))).isFalse();
        store().release("r1", "b");
        assertThat(store().renew("r1", "a", NOW.plusSeconds(130))).as("it was free meanwhile").isFalse();
        assertThat(store().renew("r2", "a", NOW.plusSeconds(130))).as("nobody leased it").isFalse();
    }

    @Test
    void only_its_owner_gives_a_lease_back() {
        open("r1", "gitlab-cny");
        store().lease("r1", "a", NOW, NOW.plusSeconds(30));
        store().release("r1", "b");
        assertThat(store().lease("r1", "b", NOW, NOW.plusSeconds(30))).isFalse();
        store().release("r1", "a");
        assertThat(store().lease("r1", "b", NOW, NOW.plusSeconds(30))).isTrue();
    }

    @Test
    void nobody_leases_what_is_not_there() {
        assertThat(store().lease("r1", "a", NOW, NOW.plusSeconds(30))).isFalse();
    }

    @Test
    void a_lease_survives_the_saves_of_its_owner() {
        Remediation opened = open("r1", "gitlab-cny");
        store().lease("r1", "a", NOW, NOW.plusSeconds(30));
        store().save(Stored.next(opened, Stored.awaiting()), List.of());
        assertThat(store().lease("r1", "b", NOW.plusSeconds(1), NOW.plusSeconds(31))).isFalse();
    }

    @Test
    void of_fifty_who_want_a_lease_at_once_one_gets_it() throws Exception {
        open("r1", "gitlab-cny");
        List<Boolean> got = race(number -> store().lease("r1", "owner " + number, NOW, NOW.plusSeconds(30)));
        assertThat(Collections.frequency(got, true)).isEqualTo(1);
    }

    @Test
    void a_key_is_first_once() {
        assertThat(store().knows("event Ev1")).isFalse();
        assertThat(store().first("event Ev1", NOW)).isTrue();
        assertThat(store().knows("event Ev1")).isTrue();
        assertThat(store().first("event Ev1", NOW.plusSeconds(1))).isFalse();
        assertThat(store().first("event Ev2", NOW)).isTrue();
    }

    @Test
    void of_fifty_who_bring_the_same_key_at_once_one_is_first() throws Exception {
        List<Boolean> firsts = race(number -> store().first("event Ev1", NOW));
        assertThat(Collections.frequency(firsts, true)).isEqualTo(1);
    }

    @Test
    void keys_from_before_a_moment_are_forgotten_and_no_others() {
        store().first("old", NOW.minusNanos(1));
        store().first("new", NOW);
        store().forgetKeys(NOW);
        assertThat(store().first("old", NOW)).isTrue();
        assertThat(store().first("new", NOW)).isFalse();
    }

    @Test
    void a_message_is_intended_then_posted_and_leads_back_to_its_remediation() {
        Remediation opened = open("r1", "gitlab-cny");
        open("r2", "gstg-cny");
        MessageRef message = new MessageRef("C1", "1700000000.000100");
        store().intend("r1", "root", NOW);
        assertThat(store().postings("r1")).containsExactly(new Posting("root", Optional.empty(), Optional.empty()));
        assertThat(store().byMessage(message)).isEmpty();
        store().posted("r1", "root", message);
        assertThat(store().postings("r1")).containsExactly(new Posting("root", Optional.of(message), Optional.empty()));
        assertThat(store().byMessage(message)).contains(opened);
        assertThat(store().byMessage(new MessageRef("C2", message.ts()))).isEmpty();
        assertThat(store().postings("r2")).isEmpty();
    }

    @Test
    void an_intention_that_comes_again_keeps_the_earlier_posting() {
        open("r1", "gitlab-cny");
        MessageRef message = new MessageRef("C1", "1.1");
        store().intend("r1", "root", NOW);
        store().posted("r1", "root", message);
        store().intend("r1", "root", NOW.plusSeconds(1));
        assertThat(store().postings("r1")).containsExactly(new Posting("root", Optional.of(message), Optional.empty()));
    }

    @Test
    void where_a_message_lies_may_be_saved_again() {
        open("r1", "gitlab-cny");
        store().intend("r1", "root", NOW);
        store().posted("r1", "root", new MessageRef("C1", "1.1"));
        store().posted("r1", "root", new MessageRef("C1", "1.1"));
        assertThat(store().postings("r1"))
                .containsExactly(new Posting("root", Optional.of(new MessageRef("C1", "1.1")), Optional.empty()));
    }

    @Test
    void what_a_message_shows_is_kept_until_it_is_not_known_any_more() {
        open("r1", "gitlab-cny");
        MessageRef message = new MessageRef("C1", "1.1");
        store().intend("r1", "root", NOW);
        store().posted("r1", "root", message);
        store().shows("r1", "root", Optional.of("first"));
        store().shows("r1", "root", Optional.of("second"));
        store().intend("r1", "root", NOW.plusSeconds(1));
        assertThat(store().postings("r1")).containsExactly(new Posting("root", Optional.of(message), Optional.of("second")));
        store().shows("r1", "root", Optional.empty());
        assertThat(store().postings("r1")).containsExactly(new Posting("root", Optional.of(message), Optional.empty()));
    }

    @Test
    void a_message_without_an_intention_is_a_bug() {
        open("r1", "gitlab-cny");
        assertThatThrownBy(() -> store().posted("r1", "root", new MessageRef("C1", "1.1"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store().shows("r1", "root", Optional.of("content"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void no_message_belongs_to_two_postings() {
        open("r1", "gitlab-cny");
        store().intend("r1", "root", NOW);
        store().intend("r1", "request 1", NOW);
        store().posted("r1", "root", new MessageRef("C1", "1.1"));
        assertThatThrownBy(() -> store().posted("r1", "request 1", new MessageRef("C1", "1.1"))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void no_message_is_intended_for_a_remediation_that_is_not_there() {
        assertThatThrownBy(() -> store().intend("r1", "root", NOW)).isInstanceOf(UnavailableException.class);
    }

    private static Sweep asked(String id, String... targets) {
        return new Sweep(id, "gprd", Stored.opened("r", "t").requester(), "C1", Optional.of("17.5"), NOW,
                Stream.of(targets).map(target -> new SweepLine(target, id + "-" + target, true)).toList(), 2);
    }

    private static List<AuditRow> rows(Sweep sweep) {
        return sweep.lines().stream().map(line -> new AuditRow(line.remediation(), NOW, "U1", "command", line.target(), "opened")).toList();
    }

    @Test
    void a_sweep_opens_a_remediation_for_each_target_but_for_those_that_are_open_already() {
        Remediation other = open("r1", "b");
        Sweep asked = asked("s1", "c", "b", "a");
        Sweep stored = store().open(asked, rows(asked));
        assertThat(stored.lines()).containsExactly(new SweepLine("c", "s1-c", true), new SweepLine("b", other.id(), false),
                new SweepLine("a", "s1-a", true));
        assertThat(store().openFor("a")).contains(Remediation.of(asked, asked.lines().getLast()));
        assertThat(store().find("s1-b")).isEmpty();
        assertThat(store().auditOf("s1-b")).isEmpty();
        assertThat(store().auditOf("s1-c")).hasSize(1);
        assertThat(store().openSweeps()).containsExactly(stored);
        store().told(stored);
        assertThat(store().openSweeps()).isEmpty();
    }

    @Test
    void a_sweep_has_a_lease_and_messages_like_a_remediation() {
        Sweep asked = asked("s1", "a");
        Sweep stored = store().open(asked, rows(asked));
        assertThat(store().lease("s1", "one", NOW, NOW.plusSeconds(30))).isTrue();
        assertThat(store().lease("s1", "two", NOW, NOW.plusSeconds(30))).isFalse();
        assertThat(store().renew("s1", "one", NOW.plusSeconds(60))).isTrue();
        assertThat(store().renew("s1", "two", NOW.plusSeconds(60))).isFalse();
        store().release("s1", "one");
        assertThat(store().lease("s1", "two", NOW, NOW.plusSeconds(30))).isTrue();
        store().intend("s1", "root", NOW);
        store().posted("s1", "root", new MessageRef("C1", "17.7"));
        store().shows("s1", "root", Optional.of("hash"));
        assertThat(store().postings(stored.id())).containsExactly(
                new Posting("root", Optional.of(new MessageRef("C1", "17.7")), Optional.of("hash")));
        assertThat(store().byMessage(new MessageRef("C1", "17.7"))).as("a reaction to it means nothing").isEmpty();
    }
}
