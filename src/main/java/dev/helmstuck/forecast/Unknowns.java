package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.helmstuck.forecast.Effect.What;
import dev.helmstuck.release.Manifest;

/** Collects which parts of the forecast could not be told, and why. */
final class Unknowns {
    private static final int MAX_NAMES = 10;
    private static final Set<String> EXTRA = Set.of("ifRepeated.orphans", "ifRepeated.fieldsLeft");

    private final Facts facts;
    private final Map<String, Set<String>> parts = new LinkedHashMap<>();

    Unknowns(Facts facts) {
        this.facts = facts;
    }

    /** Whether all of the manifest could be read; if not, the part is not known. */
    boolean isRead(String part, Manifest manifest) {
        manifest.problems().forEach(problem -> add(part, problem.words()));
        return manifest.problems().isEmpty();
    }

    /** Whether all these objects could be looked at. */
    boolean isSeen(String part, List<Effect> effects) {
        Map<String, List<ObjectId>> unseen = new LinkedHashMap<>();
        effects.stream().filter(effect -> effect.what() == What.UNKNOWN)
                .forEach(effect -> unseen.computeIfAbsent(effect.why(), none -> new ArrayList<>()).add(effect.id()));
        unseen.forEach((why, ids) -> add(part, names(ids) + ": " + why));
        return unseen.isEmpty();
    }

    /** Whether everything could be listed in which objects of the release may lie. */
    boolean isListed(String part) {
        facts.live().unread().forEach(one -> add(part,
                "every " + one.kind() + (one.namespace().isEmpty() ? "" : " in namespace " + one.namespace()) + ": " + one.why()));
        return facts.live().unread().isEmpty();
    }

    private String names(List<ObjectId> ids) {
        List<String> names = facts.scope().words(ids);
        String more = names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "";
        return String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size()))) + more;
    }

    /** What a repeated deploy leaves behind is a help where it is known, and no part of the forecast. */
    void add(String part, String why) {
        if (EXTRA.contains(part)) return;
        parts.computeIfAbsent(why, none -> new LinkedHashSet<>()).add(part);
    }

    /** Each reason once, with all the parts that it leaves open. */
    List<Untold> all() {
        return parts.entrySet().stream().map(entry -> new Untold(List.copyOf(entry.getValue()), entry.getKey())).toList();
    }
}
