package dev.helmstuck.forecast;

import java.util.List;

/**
 * What a deploy does to one object, fit to be shown.
 *
 * @param object its name
 * @param what in a word: created, changed, removed
 * @param details what changes in it, images first; none of a Secret
 */
public record ObjectChange(String object, String what, List<Detail> details) {

    public ObjectChange {
        details = List.copyOf(details);
    }

    /**
     * One place that changes.
     *
     * @param before empty if it was not there, {@value #HIDDEN} if it must not be shown
     * @param after empty if it no longer is there, {@value #HIDDEN} if it must not be shown
     */
    public record Detail(String path, String before, String after) {
        /** Stands for a value that must not be shown. */
        public static final String HIDDEN = "(not shown)";
    }
}
