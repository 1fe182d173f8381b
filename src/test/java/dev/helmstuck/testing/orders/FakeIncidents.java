package dev.helmstuck.testing.orders;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.testing.FakeClock;

/** The issues of incidents: their notes, one after another. There is no other issue than {@link #THERE}. */
final class FakeIncidents {
    static final long THERE = 12345;
    /** One whose answer was lost may come as late as this. */
    private static final Duration LATE = Duration.ofSeconds(60);

    /** A note; nobody sees it before that moment. */
    record StoredNote(String body, Instant visible) {}

    private final FakeClock clock;
    private final List<StoredNote> notes = new ArrayList<>();

    FakeIncidents(FakeClock clock) {
        this.clock = clock;
    }

    String post(String body, boolean late) {
        notes.add(new StoredNote(body, late ? clock.instant().plus(LATE) : clock.instant()));
        return url(notes.size());
    }

    private static String url(int note) {
        return "https://ops.example.com/-/issues/" + THERE + "#note_" + note;
    }

    Optional<String> find(String text) {
        for (int each = 0; each < notes.size(); each++)
            if (notes.get(each).body().contains(text) && !notes.get(each).visible().isAfter(clock.instant()))
                return Optional.of(url(each + 1));
        return Optional.empty();
    }

    /** How many notes there are of a remediation. */
    long of(String remediation) {
        return notes.stream().filter(note -> note.body().contains(remediation)).count();
    }
}
