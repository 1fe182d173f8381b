package dev.helmstuck.release;

/**
 * How Helm 4 applied a revision ({@code apply_method} of the record). Helm 3 knows no such field: it applies client-side, and erases the
 * mark from an older record when it marks that one superseded.
 */
public enum ApplyMethod {
    SERVER_SIDE("ssa"),
    CLIENT_SIDE("csa"),
    /** No such field, or a word that Helm 4 does not write: Helm 4 takes both for client-side. */
    UNSAID("");

    private final String word;

    ApplyMethod(String word) {
        this.word = word;
    }

    static ApplyMethod of(String word) {
        for (ApplyMethod method : values())
            if (method.word.equals(word)) return method;
        return UNSAID;
    }
}
