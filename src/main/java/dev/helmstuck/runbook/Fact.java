package dev.helmstuck.runbook;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something that was looked up: known, or not to be had. "Could not look" is an answer of its own and never means "fine".
 *
 * @param <T> what is known
 */
public sealed interface Fact<T> {

    /** It was read. */
    record Known<T>(T value) implements Fact<T> {}

    /**
     * It could not be read.
     *
     * @param source the system that did not answer, as a person names it ("GitLab", "the cluster")
     * @param why what happened, in words without secrets
     */
    record Unavailable<T>(String source, String why) implements Fact<T> {}

    /** What of these is known. */
    static <T> List<T> known(List<Fact<T>> facts) {
        return facts.stream().flatMap(fact -> fact.either(Stream::of, missing -> Stream.empty())).toList();
    }

    /** Which of these could not be read. */
    static <T> List<Unavailable<T>> missing(List<Fact<T>> facts) {
        return facts.stream().flatMap(fact -> fact.either(known -> Stream.empty(), Stream::of)).toList();
    }

    /** What comes of it, if it is known. */
    default <R> Fact<R> map(Function<T, R> known) {
        return either(value -> new Known<>(known.apply(value)), missing -> new Unavailable<>(missing.source(), missing.why()));
    }

    /** One of two functions applied to what this is. */
    default <R> R either(Function<T, R> known, Function<Unavailable<T>, R> unavailable) {
        return switch (this) {
            case Known<T>(T value) -> known.apply(value);
            case Unavailable<T> missing -> unavailable.apply(missing);
        };
    }
}
