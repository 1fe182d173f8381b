package dev.helmstuck.runbook;

import java.util.List;

/**
 * What became of a forecast, statement by statement, as far as one look can tell.
 *
 * @param statements in the order in which people read them
 */
public record Hindsight(List<Statement> statements) {

    public Hindsight {
        statements = List.copyOf(statements);
    }

    /**
     * One statement of the forecast.
     *
     * @param words what was foretold
     * @param objects of which objects; none if it is of none
     * @param became what became of it
     * @param seen what was seen instead, or why nothing was; empty if it came true
     */
    public record Statement(String words, List<String> objects, Became became, List<String> seen) {
        private static final int MOST = 40;

        public Statement {
            objects = Formats.most(objects, MOST);
            seen = Formats.most(seen, MOST);
        }
    }

    /** What can become of a statement. */
    public enum Became {
        CAME_TRUE,
        DID_NOT,
        /** The next deploy shows it. */
        NOT_YET,
        /** It could not be looked at. */
        UNREAD
    }
}
