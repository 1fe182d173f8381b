package dev.helmstuck.forecast;

/** What one object tells of how far the stuck operation came. */
enum Trace {
    /** It is as the operation makes it, and was written since the operation began. */
    APPLIED,
    /** It is as the operation makes it; when it became so cannot be told, for taking something away leaves no date. */
    APPLIED_UNDATED,
    /** It is as the operation makes it, but was so before. */
    SO_BEFORE,
    /** It still is as it was. */
    OLD,
    /** It is neither, or both are the same. */
    SAYS_NOTHING
}
