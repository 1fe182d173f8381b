package dev.helmstuck.runbook.checks;

import java.util.List;

import dev.helmstuck.runbook.Result;

/**
 * One thing that a check found among many.
 *
 * @param words what it is
 * @param next what a person does about it; empty for a remark
 */
record Judged(Result result, String words, String next) {

    static Judged stop(String words, String next) {
        return new Judged(Result.STOP, words, next);
    }

    static Judged warn(String words) {
        return new Judged(Result.WARN, words, "");
    }

    static Judged unknown(String words, String next) {
        return new Judged(Result.UNKNOWN, words, next);
    }

    /** What all of them come to: the worst. */
    static Result worst(List<Judged> all) {
        for (Result result : List.of(Result.STOP, Result.UNKNOWN, Result.WARN)) {
            if (all.stream().anyMatch(judged -> judged.result() == result)) return result;
        }
        return Result.PASS;
    }

    static List<String> words(List<Judged> all, Result result) {
        return all.stream().filter(judged -> judged.result() == result).map(Judged::words).toList();
    }

    /** What to do about them, each advice once and the first ones only: nobody follows five at once. */
    static String next(List<Judged> all) {
        List<String> advice = all.stream().filter(judged -> judged.result().blocks()).map(Judged::next).distinct().toList();
        return String.join(" ", advice.stream().limit(2).toList())
                + (advice.size() > 2 ? " Then run the command again: " + (advice.size() - 2) + " more things are to be done." : "");
    }
}
