package dev.helmstuck.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.helmstuck.forecast.Deploy;
import dev.helmstuck.forecast.ObjectChange;
import dev.helmstuck.forecast.ObjectChange.Detail;

/** What a deploy changes in an object, in a few words: its images first, then paths with what they were and become. */
final class ChangeWords {
    private static final int MOST_CHANGES = 3;
    private static final int LONGEST_IMAGE = 60;

    private ChangeWords() {}

    /** The images that change: {@code web:2 → web:3}; empty if none does. */
    static String images(Deploy deploy, String object) {
        return change(deploy, object).stream().flatMap(change -> change.details().stream()).filter(ChangeWords::isImage)
                .map(detail -> image(detail.before()) + " → " + image(detail.after())).distinct().collect(Collectors.joining(", "));
    }

    /** The first few other changes, of all objects; empty if there are none. */
    static String paths(Deploy deploy) {
        List<String> all = new ArrayList<>();
        for (ObjectChange change : deploy.changes()) {
            List<Detail> details = change.details().stream().filter(detail -> !isImage(detail)).toList();
            if (change.details().isEmpty()) all.add(change.object() + " " + change.what());
            details.forEach(detail -> all.add(change.object() + " " + path(detail)));
        }
        String more = all.size() > MOST_CHANGES ? "; and " + (all.size() - MOST_CHANGES) + " more" : "";
        return all.stream().limit(MOST_CHANGES).collect(Collectors.joining("; ")) + more;
    }

    /** One object's changes, images first. */
    static String of(Deploy deploy, String object) {
        return change(deploy, object).stream().flatMap(change -> change.details().stream())
                .map(detail -> isImage(detail) ? image(detail.before()) + " → " + image(detail.after()) : path(detail))
                .distinct().collect(Collectors.joining(", "));
    }

    private static Optional<ObjectChange> change(Deploy deploy, String object) {
        return deploy.changes().stream().filter(change -> change.object().equals(object)).findFirst();
    }

    private static boolean isImage(Detail detail) {
        return detail.path().endsWith(".image") && !isHidden(detail);
    }

    private static boolean isHidden(Detail detail) {
        return detail.before().equals(Detail.HIDDEN) || detail.after().equals(Detail.HIDDEN);
    }

    private static String path(Detail detail) {
        return isHidden(detail)
                ? detail.path() + " changed"
                : detail.path() + " " + (detail.before().isEmpty() ? "(none)" : detail.before()) + " → "
                        + (detail.after().isEmpty() ? "(none)" : detail.after());
    }

    /** Without the registry, which seldom changes and takes the room; a digest's beginning tells two apart. */
    private static String image(String image) {
        if (image.isEmpty()) return "(none)";
        String name = image.substring(image.lastIndexOf('/') + 1);
        return name.length() <= LONGEST_IMAGE ? name : name.substring(0, LONGEST_IMAGE - 1) + "…";
    }
}
