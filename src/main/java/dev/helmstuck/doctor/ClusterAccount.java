package dev.helmstuck.doctor;

/** As whom the bot asks a cluster. */
public enum ClusterAccount {
    /** The target's {@code cluster}. */
    READER("the reader", "cluster"),
    /** The target's {@code deleter}; without one the reader's. */
    DELETER("the deleter", "deleter");

    private final String word;
    private final String key;

    ClusterAccount(String word, String key) {
        this.word = word;
        this.key = key;
    }

    String word() {
        return word;
    }

    /** The key of the targets file that names its context. */
    String key() {
        return key;
    }
}
