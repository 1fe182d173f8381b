package dev.helmstuck.testing.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.helmstuck.testing.orders.Disturbed.Disturbance;
import dev.helmstuck.testing.orders.Disturbed.Plot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A sweep, and a request that somebody vouches for, disturbed at every moment before and after each of their words to the outside: the bot is
 * killed and started again, another one takes over, answers are lost or do not come, a system is away. Every line is final, every stuck
 * target has at most one delete and one last message, and whatever only kills a process keeps nothing from being done.
 */
class EveryMomentTest {
    private static final int PARTS = Integer.getInteger("moments.parts", 12);
    private Bugs bugs;

    /** @param at counted from 0 */
    private record DisturbedPlay(Plot plot, Disturbance disturbance, int at) {}

    @BeforeEach
    void listen() {
        bugs = new Bugs();
    }

    @AfterEach
    void listenNoMore() {
        bugs.close();
    }

    /** A part of them, another one each time; {@code -Dmoments.part=0} to 11 says which. */
    @Test
    void some_moments_of_a_sweep_and_of_a_vouched_request_may_be_disturbed() {
        int part = Integer.getInteger("moments.part", new SplittableRandom().nextInt(PARTS));
        System.out.println("Disturbed moments: part -Dmoments.part=" + part + " of " + PARTS);
        play(all().filter(each -> (each.at() + List.of(Disturbance.values()).indexOf(each.disturbance())) % PARTS == part).toList());
    }

    @Test
    @Tag("long")
    void every_moment_of_a_sweep_and_of_a_vouched_request_may_be_disturbed() {
        play(all().toList());
    }

    private static Stream<DisturbedPlay> all() {
        return Stream.of(Plot.values()).flatMap(plot -> {
            List<String> moments = new Disturbed(plot, Disturbance.NONE, -1).play();
            return Stream.of(Disturbance.values()).flatMap(disturbance -> IntStream.range(0, moments.size())
                    .filter(at -> disturbance.at(moments.get(at))).mapToObj(at -> new DisturbedPlay(plot, disturbance, at)));
        });
    }

    private static void play(List<DisturbedPlay> plays) {
        List<String> failed = new ArrayList<>();
        for (DisturbedPlay each : plays) {
            Disturbed disturbed = new Disturbed(each.plot(), each.disturbance(), each.at());
            List<String> passed = disturbed.play();
            disturbed.wrong().ifPresent(wrong -> failed.add(each + " " + passed.get(each.at()) + ": " + wrong));
        }
        for (Plot plot : Plot.values()) {
            System.out.println(plot + ": " + Stream.of(Disturbance.values()).map(each -> each + " "
                    + plays.stream().filter(it -> it.plot() == plot && it.disturbance() == each).count()).toList());
        }
        assertThat(failed).as(failed.size() + " of " + plays.size()).isEmpty();
        assertThat(plays).isNotEmpty();
    }
}
