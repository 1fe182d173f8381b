package dev.helmstuck.report;

/** How a message looks; never the only carrier of its meaning. */
public enum Tone {
    WORKING,
    ASKING,
    GOOD,
    CAREFUL,
    BAD,
    NEUTRAL
}
