package dev.helmstuck.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.forecast.Effect.What;
import dev.helmstuck.release.Hook;
import dev.helmstuck.release.ReleaseRecord;

/**
 * What the next deploy does with its hooks.
 *
 * @param record whose hooks; empty if nothing is deployed, or if it cannot be read
 * @param operation as Helm calls it: install or upgrade
 * @param serverSide whether they are made by server-side apply
 */
record NextHooks(Facts facts, Optional<ReleaseRecord> record, String operation, boolean serverSide) {

    /** The hook of this moment that stops the deploy. */
    Optional<HookInTheWay> inTheWay(String when) {
        return HookInTheWay.of(facts, of(when), serverSide);
    }

    /**
     * Those to which Helm comes.
     *
     * @param after whether it comes to those after the deploy
     * @param stopped the one that stops it
     */
    List<Hook> begun(boolean after, Optional<HookInTheWay> stopped) {
        List<Hook> hooks = new ArrayList<>(of("pre-"));
        if (after) hooks.addAll(of("post-"));
        return hooks.subList(0, stopped.map(it -> hooks.indexOf(it.hook()) + 1).orElse(hooks.size()));
    }

    /** Of those begun, which run. */
    List<String> run(List<Hook> begun, Optional<HookInTheWay> stopped) {
        List<String> taken = taken(begun, stopped);
        return begun.stream().map(NextHooks::words).distinct().filter(hook -> !taken.contains(hook)).toList();
    }

    /** Of those begun, which do not run, for what is still there is taken for them. */
    List<String> taken(List<Hook> begun, Optional<HookInTheWay> stopped) {
        return begun.stream().filter(hook -> stopped.filter(it -> it.hook().equals(hook)).isEmpty())
                .filter(hook -> HookInTheWay.isTakenAsItIs(facts, hook, serverSide)).map(NextHooks::words).distinct().toList();
    }

    /** Those of which it is not known whether they are still there. */
    List<Effect> unseen(List<Hook> begun) {
        return begun.stream().flatMap(hook -> HookInTheWay.objects(hook).stream()).map(facts.scope()::id)
                .flatMap(id -> facts.state().unread(id)
                        .map(why -> new Effect(id, What.UNKNOWN, Optional.empty(), List.of(), List.of(), why)).stream())
                .toList();
    }

    private List<Hook> of(String when) {
        return record.map(it -> HookTraces.of(it, when + operation)).orElse(List.of());
    }

    private static String words(Hook hook) {
        return hook.kind() + "/" + hook.name();
    }
}
