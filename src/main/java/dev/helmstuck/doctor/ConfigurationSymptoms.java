package dev.helmstuck.doctor;

import java.util.List;

/** What is wrong with the targets file as it is now, while the bot serves by the one before it. */
public final class ConfigurationSymptoms {

    private ConfigurationSymptoms() {}

    /** A line for each problem becomes a symptom; without any the file is in force. */
    public static List<Symptom> of(List<String> heldBack) {
        if (heldBack.isEmpty()) return List.of(Symptom.good(Point.CONFIGURATION, "in force"));
        return heldBack.stream().map(problem -> Symptom.problem(Point.CONFIGURATION,
                "the targets file has changed and cannot be used, so the one before it is still in force: " + problem,
                "mend it there: it is read again at once; the command config tells before it is shipped")).toList();
    }
}
