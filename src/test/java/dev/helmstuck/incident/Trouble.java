package dev.helmstuck.incident;

import java.time.Duration;

/** What goes wrong with every call of a system, in the words of the table. */
enum Trouble {
    HTTP_401(401),
    HTTP_403(403),
    HTTP_404(404),
    HTTP_409(409),
    HTTP_410(410),
    /** With Retry-After: a minute, which is longer than any adapter waits. */
    HTTP_429_LATER(429),
    /** Without Retry-After. */
    HTTP_429(429),
    HTTP_500(500),
    HTTP_502(502),
    HTTP_503(503),
    REFUSED,
    RESET,
    TIME_OUT,
    /** The answer breaks off in the middle. */
    HALF,
    /** A sign-in page with status 200. */
    HTML,
    /** Status 200 and nothing more. */
    BLANK,
    /** Well-formed, and nothing in it: a list without items. */
    EMPTY_PAGE,
    /** Each page names a next one. */
    ENDLESS,
    /** A status, or an error, that nobody has heard of. */
    UNKNOWN_ENUM;

    static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final int status;

    Trouble() {
        this(0);
    }

    Trouble(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether it is the network that fails, and no answer comes at all. */
    boolean isSilence() {
        return switch (this) {
            case REFUSED, RESET, TIME_OUT -> true;
            case HTTP_401, HTTP_403, HTTP_404, HTTP_409, HTTP_410, HTTP_429_LATER, HTTP_429, HTTP_500, HTTP_502, HTTP_503, HALF, HTML,
                    BLANK,
                    EMPTY_PAGE, ENDLESS, UNKNOWN_ENUM ->
                false;
        };
    }
}
