package dev.helmstuck.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.helmstuck.remediation.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random orders of events against the real flow: people of every kind react and take it back, the clock moves, processes are killed and
 * started, a second one takes over, the cluster changes, reads fail, answers are lost. {@link Rules}, {@link Oracle} and
 * {@link LastWords} say what must hold.
 *
 * <p>A failure prints its seed; {@code mvn test -Dtest=RandomOrdersTest -Drandom.seed=SEED} tells the story of this one sequence.
 * {@code -Drandom.sequences=N} sets how many the normal run plays, {@code -Drandom.start=SEED} where it begins (else anew each time).
 * The full million: {@code mvn test -Dtests.without=none -Dtest=RandomOrdersTest}.
 */
class RandomOrdersTest {
    private static final int USUAL = Integer.getInteger("random.sequences", 10_000);
    private static final int FULL = 1_000_000;
    /** The rarest outcome comes some 12 times in so many; more than once is asked for. Fewer sequences may well have none. */
    private static final int USUAL_LEAST = 10_000;
    /** Nobody hears of some ten reruns in so many. */
    private static final int LEAST_FOR_UNHEARD = 20_000;
    private static final Optional<Long> ONLY = Optional.ofNullable(Long.getLong("random.seed"));
    private Bugs bugs;

    @BeforeEach
    void listen() {
        bugs = new Bugs();
    }

    @AfterEach
    void listenNoMore() {
        bugs.close();
    }

    @Test
    void the_rules_hold_in_any_order_of_events() {
        if (ONLY.isPresent()) {
            tell(ONLY.get());
        } else {
            play(USUAL);
        }
    }

    @Test
    @Tag("long")
    void the_rules_hold_in_a_million_orders_of_events() {
        if (ONLY.isEmpty()) play(FULL);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 1000314, 1002651, 1005673, 1018203, 5013060, 600055659, 600822056, 601768336, 4479263617487770127L,
            -3585676833910978474L, -6437876311116667127L})
    void the_rules_hold_for_seeds_that_found_something_once(long seed) {
        assertThat(Sequence.run(seed, new Count(), Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 6, 7})
    void one_seed_gives_one_story(long seed) {
        List<String> first = new ArrayList<>();
        List<String> again = new ArrayList<>();
        var one = Sequence.run(seed, new Count(), Optional.of(first));
        var two = Sequence.run(seed, new Count(), Optional.of(again));

        assertThat(one).isEqualTo(two);
        assertThat(withoutIds(first)).isEqualTo(withoutIds(again)).hasSizeGreaterThan(20);
    }

    private static List<String> withoutIds(List<String> story) {
        return story.stream().map(line -> line.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")).toList();
    }

    private static void tell(long seed) {
        List<String> story = new ArrayList<>();
        Optional<Ground.Violation> violation = Sequence.run(seed, new Count(), Optional.of(story));
        System.out.println("The story of seed " + seed + ":\n" + String.join("\n", story));
        violation.ifPresent(it -> fail(seed, it));
    }

    private static void fail(long seed, Ground.Violation violation) {
        List<String> story = new ArrayList<>();
        boolean again = Sequence.run(seed, new Count(), Optional.of(story)).isPresent();
        AssertionError failure = new AssertionError("Seed " + seed + ": " + violation.what() + "\nIts story"
                + (again ? "" : " (which did not fail this time!)") + ":\n" + String.join("\n", story));
        violation.thrown().ifPresent(failure::initCause);
        throw failure;
    }

    private void play(int sequences) {
        long start = Long.getLong("random.start", new SplittableRandom().nextLong());
        System.out.println("Random orders: " + sequences + " sequences from -Drandom.start=" + start);
        long began = System.nanoTime();
        AtomicLong failed = new AtomicLong(Long.MAX_VALUE);
        int threads = Runtime.getRuntime().availableProcessors();
        List<Count> counts = IntStream.range(0, threads).parallel().mapToObj(thread -> {
            Count count = new Count();
            for (int each = thread; each < sequences && each < failed.get(); each += threads) {
                if (Sequence.run(start + each, count, Optional.empty()).isPresent()) failed.accumulateAndGet(each, Math::min);
            }
            return count;
        }).toList();
        Count all = new Count();
        counts.forEach(all::add);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.println("Random orders: " + all + "; in " + took.toSeconds() + " s by " + threads + " threads");
        if (failed.get() < Long.MAX_VALUE) {
            long seed = start + failed.get();
            System.out.println("Found after " + all.sequences + " sequences");
            fail(seed, Sequence.run(seed, new Count(), Optional.empty())
                    .orElseGet(() -> new Ground.Violation("it failed once and not again", Optional.empty())));
        }
        if (sequences >= USUAL_LEAST) enoughHappened(all);
    }

    /** A test in which nothing happens proves nothing. */
    private static void enoughHappened(Count all) {
        for (Outcome outcome : Outcome.values())
            assertThat(all.outcomes.getOrDefault(outcome, 0L)).as("ended as " + outcome).isGreaterThan(all.sequences / 10_000);
        assertThat(all.outcomes.get(Outcome.UNLOCKED)).isGreaterThan(all.sequences / 20);
        assertThat(all.deletes).isGreaterThan(all.sequences / 20);
        assertThat(List.of(all.offers, all.rerunCalls, all.reruns)).allMatch(many -> many > all.sequences / 200);
        assertThat(all.restores).isGreaterThan(all.sequences / 2_000);
        assertThat(all.incidentNotes).isGreaterThan(all.sequences / 200);
        assertThat(all.renewedLocks).isGreaterThan(all.sequences / 4_000);
        assertThat(List.of(all.vouched, all.linked)).allMatch(many -> many > all.sequences / 1_000);
        assertThat(all.sweeps).isGreaterThan(all.sequences / 20);
        if (all.sequences >= LEAST_FOR_UNHEARD) assertThat(all.unheardReruns).isPositive();
        assertThat(List.of(all.kills, all.restarts, all.takeovers, all.lostRaces, all.lostAnswers, all.failures, all.meanwhile))
                .allMatch(many -> many > all.sequences / 100);
    }
}
