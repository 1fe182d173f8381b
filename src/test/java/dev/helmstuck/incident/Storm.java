package dev.helmstuck.incident;

/** One system in trouble: from {@link #begin} to {@link #end} every call that can meet the trouble meets it. */
interface Storm {

    void begin();

    /** Begins with the first call after the stuck record is deleted. */
    void beginAfterTheDelete();

    void end();

    /** How many calls came so far. Of refused connections nobody but the kernel knows. */
    int calls();

    /** The system as the bot calls it. */
    String name();
}
