package dev.helmstuck.incident;

import dev.helmstuck.incident.FaultStormTest.Cell;
import dev.helmstuck.incident.FaultStormTest.Phase;
import dev.helmstuck.remediation.Outcome;

/** How each cell of the storm must end, and which words must tell why. */
final class Expected {
    private Expected() {}

    static Outcome outcome(Cell cell) {
        boolean heals = cell.heals();
        return switch (cell.whose()) {
            case GITLAB -> switch (cell.phase()) {
                case BEFORE -> Outcome.BLOCKED;
                case DURING -> Outcome.PLAN_CHANGED;
                // what GitLab would have added is not needed to say that Helm is healthy
                case AFTER -> Outcome.UNLOCKED;
            };
            case CLUSTER -> switch (cell.phase()) {
                case BEFORE -> Outcome.BLOCKED;
                case DURING -> Outcome.PLAN_CHANGED;
                case AFTER -> heals && !isAnswer(cell) ? Outcome.UNLOCKED : Outcome.NEEDS_ATTENTION;
            };
            case SLACK -> cell.phase() == Phase.DURING && !heals ? Outcome.EXPIRED : Outcome.UNLOCKED;
            case POSTING -> heals ? Outcome.UNLOCKED : Outcome.FAILED;
        };
    }

    /** Whether the cluster answers in full, and what it says is the trouble. */
    private static boolean isAnswer(Cell cell) {
        return cell.trouble() == Trouble.EMPTY_PAGE || cell.trouble() == Trouble.UNKNOWN_ENUM;
    }

    /** What must be said; empty where the trouble is none for the phase. */
    static String words(Cell cell) {
        return switch (cell.whose()) {
            case GITLAB -> gitlab(cell);
            case CLUSTER -> cluster(cell);
            case SLACK, POSTING -> slack(cell);
        };
    }

    private static String gitlab(Cell cell) {
        boolean after = cell.phase() == Phase.AFTER;
        return switch (cell.trouble()) {
            case HTTP_401 -> "GITLAB_TOKEN (401)";
            case HTTP_403 -> "(403";
            case HTTP_404 -> "it knows no project";
            case HTTP_429_LATER -> "with 429 (asked 1 time, it wants a wait of 60 s): it is rate-limiting this token";
            case HTTP_409, HTTP_410, HTTP_429, HTTP_500, HTTP_502, HTTP_503 -> "with " + cell.trouble().status();
            case REFUSED -> "it takes no connections";
            case RESET -> "the connection broke off";
            case TIME_OUT -> "it did not answer in time";
            case HALF -> "cannot be used: the JSON breaks off in the middle";
            case HTML -> "it is a web page";
            case BLANK -> "it is empty";
            case EMPTY_PAGE -> after ? "" : "No CI job is known to have written it";
            case ENDLESS -> "repeats an earlier one";
            case UNKNOWN_ENUM -> after ? "" : "simmering";
        };
    }

    private static String cluster(Cell cell) {
        boolean after = cell.phase() == Phase.AFTER;
        return switch (cell.trouble()) {
            case HTTP_401, HTTP_403, HTTP_404, HTTP_409, HTTP_410, HTTP_429_LATER, HTTP_429, HTTP_500, HTTP_502, HTTP_503 ->
                "(" + cell.trouble().status() + ")";
            case REFUSED -> "the connection was refused";
            case RESET, HALF -> "the connection broke";
            case TIME_OUT -> "it took longer than the time-out";
            case HTML -> "a web page: a proxy or a login page in between";
            case BLANK -> "is nothing: a proxy or a login page in between";
            case EMPTY_PAGE -> after ? "finds no record of the release any more" : "No Helm record of gitlab-cny";
            case ENDLESS -> "the list in cluster gprd-gitlab-gke does not end";
            case UNKNOWN_ENUM -> "its info.status is none that Helm 3 or 4 knows";
        };
    }

    private static String slack(Cell cell) {
        return switch (cell.trouble()) {
            case HTTP_401, HTTP_403, HTTP_404, HTTP_409, HTTP_410, HTTP_500, HTTP_502, HTTP_503 -> "HTTP " + cell.trouble().status();
            case HTTP_429_LATER, HTTP_429 -> "Slack limits how often it may be asked";
            case REFUSED -> "no connection to";
            case RESET, HALF -> "the connection broke";
            case TIME_OUT -> "time-out";
            case HTML -> "without JSON";
            case BLANK -> "with an odd answer";
            case EMPTY_PAGE -> cell.phase() == Phase.DURING ? "NOT_APPROVER" : "Slack did not show the thread that it was asked for";
            case ENDLESS -> cell.phase() == Phase.DURING ? "GROUP_UNREADABLE" : "Slack's list of messages does not end";
            case UNKNOWN_ENUM -> "brand_new_error";
        };
    }

    /** The system as the bot calls it. */
    static String name(Cell cell) {
        return switch (cell.whose()) {
            // an empty list is an answer, and what it lacks is named
            case GITLAB -> cell.trouble() == Trouble.EMPTY_PAGE ? "CI job" : "GitLab";
            case CLUSTER -> cell.trouble() == Trouble.UNKNOWN_ENUM ? "revision" : "cluster";
            case SLACK, POSTING -> "Slack";
        };
    }

    /** The most calls that the trouble may cost; a storm of ours on top of theirs would be far above. */
    static int mostCalls(Cell cell) {
        return switch (cell.whose()) {
            case GITLAB -> 25;
            // the look back after the delete asks for every kind of the release, each kind again while it is refused
            case CLUSTER -> 90;
            // the waits between tries are cut short here: seven tries a round, and rounds go on while a slow machine is looked at
            case SLACK, POSTING -> cell.heals() ? 70 : 140;
        };
    }

    /** Whether there is such a cell at all. */
    static boolean exists(Cell cell) {
        Trouble trouble = cell.trouble();
        return switch (cell.whose()) {
            // these end by themselves, healed or not, but for the cluster's after the delete
            case GITLAB -> cell.heals();
            case CLUSTER -> cell.heals() || cell.phase() == Phase.AFTER;
            // before anything is posted no page is read, and what cannot be opened ends with its answer
            case SLACK -> cell.phase() != Phase.BEFORE || (cell.heals() && trouble != Trouble.EMPTY_PAGE && trouble != Trouble.ENDLESS);
            // a network does not know one method from another
            case POSTING -> cell.phase() == Phase.BEFORE && !trouble.isSilence();
        };
    }
}
