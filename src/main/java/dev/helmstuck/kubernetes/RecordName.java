package dev.helmstuck.kubernetes;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Helm's name for a record, {@code sh.helm.release.v1.RELEASE.vN} (Helm {@code pkg/storage/storage.go}, makeKey), and its type. */
final class RecordName {
    static final String TYPE = "helm.sh/release.v1";

    private RecordName() {}

    /** N, if this is the name of a record of this release; v10 is more than v9, so it is a number, never a text. */
    static OptionalInt number(String release, String secret) {
        Matcher name = Pattern.compile("sh\\.helm\\.release\\.v1\\." + Pattern.quote(release) + "\\.v([1-9][0-9]{0,8})").matcher(secret);
        return name.matches() ? OptionalInt.of(Integer.parseInt(name.group(1))) : OptionalInt.empty();
    }

    /** The name of the record with this number. */
    static String of(String release, int number) {
        return "sh.helm.release.v1." + release + ".v" + number;
    }

    /** N; a name that is none of this release's is a bug of the caller, and nothing is sent for it. */
    static int require(String release, String secret) {
        return number(release, secret)
                .orElseThrow(() -> new IllegalArgumentException("\"" + secret + "\" is no record of release \"" + release + "\""));
    }
}
