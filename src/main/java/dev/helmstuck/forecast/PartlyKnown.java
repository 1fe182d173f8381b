package dev.helmstuck.forecast;

/**
 * What could be told.
 *
 * @param known all that is known
 * @param complete whether that is all there is; if not, {@link Forecast#unknown()} says what is missing and why
 */
public record PartlyKnown<T>(T known, boolean complete) {}
