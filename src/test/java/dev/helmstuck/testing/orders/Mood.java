package dev.helmstuck.testing.orders;

/**
 * How rough a sequence is, as probabilities per word to the outside.
 *
 * @param fault no answer
 * @param lost twice that of an effect that happens without an answer
 * @param kill the process ends, before and after each effect
 * @param meanwhile something changes outside just then
 * @param race somebody else comes first, before each save and in each pause
 */
record Mood(double fault, double lost, double kill, double meanwhile, double race) {
    static final Mood CALM = new Mood(0, 0, 0, 0, 0);

    static Mood of(Chance chance) {
        return new Mood(chance.one(0.0, 0.0, 0.0, 0.01, 0.05, 0.2), chance.one(0.0, 0.0, 0.02, 0.1), chance.one(0.0, 0.0, 0.0, 0.003, 0.01),
                chance.one(0.0, 0.0, 0.01, 0.04), chance.one(0.0, 0.0, 0.05, 0.25));
    }
}
