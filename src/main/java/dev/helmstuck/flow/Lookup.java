package dev.helmstuck.flow;

import java.util.function.Supplier;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Fact;

/** A question to the outside whose answer, or the lack of one, is a fact. */
public final class Lookup {
    private Lookup() {}

    /** The answer, or that there is none. */
    public static <T> Fact<T> of(Supplier<T> question) {
        try {
            return new Fact.Known<>(question.get());
        } catch (UnavailableException silent) {
            return new Fact.Unavailable<>(silent.source(), silent.why());
        }
    }
}
