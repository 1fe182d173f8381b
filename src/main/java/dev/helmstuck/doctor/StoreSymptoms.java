package dev.helmstuck.doctor;

import dev.helmstuck.runbook.Formats;

/** What the database said, judged. */
public final class StoreSymptoms {

    private StoreSymptoms() {}

    public static Symptom of(StoreAnswer answer) {
        return switch (answer) {
            case StoreAnswer.Writable(String kind) -> Symptom.good(Point.DATABASE, kind);
            case StoreAnswer.Outdated(int migrations) -> Symptom.note(Point.DATABASE,
                    "its tables lack " + Formats.count(migrations, "migration"), "the next start of serve makes them");
            case StoreAnswer.NotYet(String where) -> Symptom.note(Point.DATABASE, "there is none yet at " + where,
                    "the first start of serve makes it; if there should be one, mend DATABASE_URL");
        };
    }
}
