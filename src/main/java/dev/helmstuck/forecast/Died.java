package dev.helmstuck.forecast;

import java.util.List;
import java.util.Optional;

/**
 * Where the stuck operation died.
 *
 * @param rollback whether it is a rollback that died; of it tells the rest
 * @param couldBe the moments that the evidence allows, in the order of Helm's work; the truth is among them
 * @param hook the hook that it was, if it may have been one
 * @param evidence what was seen, a sentence each
 */
public record Died(boolean rollback, List<Moment> couldBe, Optional<String> hook, List<String> evidence) {

    public Died {
        couldBe = couldBe.stream().distinct().sorted().toList();
        evidence = List.copyOf(evidence);
    }
}
