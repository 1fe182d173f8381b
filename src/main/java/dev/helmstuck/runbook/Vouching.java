package dev.helmstuck.runbook;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.helmstuck.release.Revision;

/**
 * A person's word, where nothing proves it, that the process lives no more that wrote the stuck record.
 *
 * @param user who says so: whoever typed the command, who thereby approves nothing
 * @param name what people call them
 * @param reason what they have seen, in their own words; text to be escaped when rendered
 * @param at when they said it: it is no word on a record that is made or written later
 * @param record the only object that it is about; empty until a look has shown one
 */
public record Vouching(String user, String name, String reason, Instant at, Optional<SecretRef> record) {
    /** Stands in the command that is shown where a reason belongs, and is none. */
    public static final String PLACEHOLDER = "what you have seen, in a few words";
    private static final int LONGEST = 200;
    private static final int FEWEST_WORDS = 2;
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    /** Why this is no reason that a second engineer could judge, as a whole sentence; empty if it is one. */
    public static Optional<String> unfit(String reason) {
        int length = reason.codePointCount(0, reason.length());
        if (reason.isBlank() || reason.equals(PLACEHOLDER)) return Optional.of("It says nothing of what you have seen.");
        if (WORD.matcher(reason).results().limit(FEWEST_WORDS).count() < FEWEST_WORDS)
            return Optional.of("“" + (length > LONGEST ? "…" : reason) + "” says too little of what you have seen.");
        if (length > LONGEST) return Optional.of("At most " + LONGEST + " letters are kept, and these are " + length + ".");
        return MaskedLine.looksSecret(reason)
                ? Optional.of("In it is something that looks like a token or a key. It was kept nowhere.")
                : Optional.empty();
    }

    /** The same word, on this object alone. */
    public Vouching on(SecretRef only) {
        return new Vouching(user, name, reason, at, Optional.of(only));
    }

    /** Why it is no word on this record; empty if it is one. */
    public Optional<String> notOn(Revision stuck) {
        Optional<String> later = Optional.of("the record was written after " + name + " had said so");
        if (!stuck.created().isBefore(at)) return later;
        return record.filter(only -> !only.equals(new SecretRef(stuck.secret(), stuck.uid(), stuck.resourceVersion())))
                .map(other -> "what " + name + " vouched for was " + other.name() + " at resourceVersion " + other.resourceVersion()
                        + ", and now " + stuck.secret() + " is at " + stuck.resourceVersion())
                .or(() -> stuck.written().filter(written -> !written.isBefore(at)).flatMap(written -> later));
    }
}
