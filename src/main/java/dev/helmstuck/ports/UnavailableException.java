package dev.helmstuck.ports;

/** A system did not give a usable answer. Becomes a fact, never a crash; its message is for people and holds no secret. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** How the bot's own database is named. */
    public static final String DATABASE = "the database";
    /** What keeps the bot from going on if its own targets file does. */
    public static final String CONFIGURATION = "the configuration";
    private final String source;

    /**
     * @param source the system as people name it: "GitLab", "the cluster", "Slack", "the database"
     * @param why what happened, and what would help if that is known
     */
    public UnavailableException(String source, String why) {
        super(why);
        this.source = source;
    }

    /** With the cause, for the log only. */
    public UnavailableException(String source, String why, Throwable cause) {
        super(why, cause);
        this.source = source;
    }

    /** The system as people name it. */
    public String source() {
        return source;
    }

    /** What happened, in words. */
    public String why() {
        return getMessage();
    }

    /** Whether it was the bot's own database. */
    public boolean isOfDatabase() {
        return source.equals(DATABASE);
    }
}
