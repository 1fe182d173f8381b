package dev.helmstuck.testing.orders;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.remediation.Remediation;
import dev.helmstuck.remediation.Request;
import dev.helmstuck.remediation.State;
import dev.helmstuck.remediation.Sweep;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.DeletePlan;
import dev.helmstuck.runbook.RerunPlan;
import dev.helmstuck.runbook.SecretRef;

/**
 * Knows what really happened, and the rules that never bend once more in simple words. It stands where the bot meets the world: at each
 * intent that is saved, at each copy and each delete that is sent, and at the end.
 */
final class Oracle {
    private final Ground ground;
    /** By remediation: the object that a delete of ours really took away. */
    private final Map<String, SecretRef> deletes = new HashMap<>();
    private final Map<String, SecretRef> sent = new HashMap<>();
    /** Remediations of which a process found a saved copy without knowing how far another one came, or got no answer to a delete. */
    private final Set<String> unsure = new HashSet<>();
    private final Set<String> copied = new HashSet<>();
    /** Remediations that deleted a record, reran the job, and met another lock. */
    private final Set<String> before = new HashSet<>();
    private final Set<String> calls = new HashSet<>();
    /** By the old job: the new one that GitLab made of it for us. */
    private final Map<Long, Long> reruns = new HashMap<>();
    /** Remediations whose record the API server really made. */
    private final Set<String> restores = new HashSet<>();
    /** By process and intent: at which operation its act was sent last. */
    private final Map<String, Long> lastSent = new HashMap<>();
    private final Map<String, Instant> closing = new HashMap<>();

    Oracle(Ground ground) {
        this.ground = ground;
    }

    // the intent

    /** What speaks against saving it, by what its process was told until now. */
    Optional<String> complaint(Replica by, Remediation next) {
        if (next.state() instanceof State.Rerunning rerunning) return new RerunRules(ground, by, next, rerunning).broken();
        if (next.state() instanceof State.Restoring restoring && restoring.uid().isEmpty())
            return new RestoreRules(ground, by, next, restoring).broken();
        if (next.state() instanceof State.Closing(var ending) && ending.outcome() == Outcome.RESOLVED)
            return RerunRules.resolved(ground, by.readings, next);
        if (!(next.state() instanceof State.Deleting deleting) || deleting.backup().isPresent()) return Optional.empty();
        return new Rules(ground, by, next, deleting).broken();
    }

    /** It is in the store, whether or not the process hears of it. */
    void stored(Remediation next, Optional<String> complaint) {
        complaint.ifPresent(broken -> ground.violated(next.state().word() + " was saved, but " + broken, null));
        switch (next.state()) {
            case State.Deleting deleting -> {
                if (deleting.backup().isPresent()) copied.add(next.id());
                if (deleting.backup().isEmpty()) ground.count.intents++;
                if (deleting.backup().isEmpty() && deleting.plan().vouching().isPresent()) ground.count.vouched++;
            }
            case State.Closing closed -> {
                closing.put(next.id(), ground.clock.instant());
                ground.count.ended(closed.ending().outcome());
            }
            case State.Restoring r -> {
                if (r.uid().isEmpty()) ground.count.restoreIntents++;
            }
            case State.Diagnosing d -> {
                ground.count.renewedLocks++;
                if (deletes.remove(next.id()) != null) before.add(next.id());
            }
            case State.AwaitingApproval a -> {
                if (a.plan() instanceof RerunPlan && a.request().isPresent()) ground.count.offers++;
            }
            case State.Rechecking r -> {
            }
            case State.Validating v -> {
            }
            case State.Rerunning r -> {
            }
            case State.Following f -> {
            }
            case State.Closed c -> {
                boolean patient = ground.clock.instant().isBefore(closing.get(next.id()).plusSeconds(600));
                if (patient) closing.remove(next.id());
            }
        }
    }

    /** The process knows that it is in the store. */
    void saved(Replica by, Remediation next) {
        if (next.state() instanceof State.Rerunning rerunning) {
            by.reruns.put(next.id(), rerunning.plan());
            by.intended.put(next.id(), next.version());
        }
        if (next.state() instanceof State.Restoring restoring && restoring.uid().isEmpty()) {
            by.restores.put(next.id(), restoring.plan());
            by.intended.put(next.id(), next.version());
        }
        if (!(next.state() instanceof State.Deleting deleting)) return;
        by.intents.put(next.id(), deleting.plan());
        by.intended.put(next.id(), next.version());
    }

    /** A process reads it and goes on from there. */
    void takenUp(Remediation it) {
        if (it.state() instanceof State.Deleting deleting && deleting.backup().isPresent()) unsure.add(it.id());
    }

    // the acts

    void carriesOut(Replica by, String remediation, SecretRef object, String what) {
        Optional<DeletePlan> intent = Optional.ofNullable(by.intents.get(remediation));
        if (intent.isEmpty()) {
            ground.violated(what + " is begun on an intent that this process did not save just before", null);
        } else if (!intent.get().object().equals(object)) {
            ground.violated(what + " is of " + object + ", but the intent is about " + intent.get().object(), null);
        }
    }

    void beforeDelete(Replica by, SecretRef object) {
        ground.count.deleteRequests++;
        List<Remediation> willing = ground.store.all().stream()
                .filter(it -> it.state() instanceof State.Deleting deleting && deleting.backup().isPresent()
                        && deleting.plan().object().equals(object))
                .toList();
        if (willing.isEmpty()) {
            ground.violated("a delete of " + object + " is sent while no saved state says so", null);
            return;
        }
        Remediation remediation = willing.getFirst();
        sent.put(remediation.id(), object);
        carriesOut(by, remediation.id(), object, "a delete");
        sends(by, remediation, "a delete");
        if (deletes.containsKey(remediation.id())) ground.violated("a second delete is sent after a first one that was done", null);
        ground.cluster(remediation.target()).named(object.name()).filter(it -> it.is(object)).ifPresent(record -> {
            if (ground.cluster(remediation.target()).copyOf(object).filter(record::equals).isEmpty())
                ground.violated("a delete is sent and there is no copy of the record as it is", null);
        });
    }

    /** What is sent again rests on people who were looked at since. */
    private void sends(Replica by, Remediation remediation, String what) {
        Request request = ((State.Allowed) remediation.state()).request();
        Long before = lastSent.put(by + " " + remediation.id() + " " + remediation.version(), ground.op());
        if (before != null && by.readings.heard().stream().noneMatch(it -> it.reading().op() > before
                && it.message().equals(new MessageRef(request.channel(), request.ts()))))
            ground.violated(what + " is sent again, and people were not looked at in between", null);
    }

    void unknown(Replica by) {
        sent.forEach((id, object) -> {
            if (by.intents.containsKey(id)) unsure.add(id);
        });
    }

    void deleted(Replica by, SecretRef object) {
        ground.count.deletes++;
        String id = sent.entrySet().stream().filter(each -> each.getValue().equals(object) && by.intents.containsKey(each.getKey()))
                .map(Map.Entry::getKey).findFirst().orElse("nobody");
        SecretRef earlier = deletes.put(id, object);
        if (earlier != null) ground.violated("one remediation deleted twice: " + earlier + " and " + object, null);
    }

    /** GitLab takes the call at this moment. */
    void beforeRerun(Replica by, CiJob job) {
        ground.count.rerunCalls++;
        Optional<Remediation> willing = ground.store.all().stream()
                .filter(it -> it.state() instanceof State.Rerunning rerunning && rerunning.plan().job().id() == job.id()).findFirst();
        if (willing.isEmpty()) {
            ground.violated("a rerun of " + job.id() + " is sent while no saved state says so", null);
            return;
        }
        String id = willing.get().id();
        if (Optional.ofNullable(by.reruns.get(id)).filter(plan -> plan.job().id() == job.id()).isEmpty())
            ground.violated("a rerun is sent on an intent that this process did not save just before", null);
        // after a process that died between its intent and its call people's yes is looked at again, and one that made no job may be repeated
        if (reruns.containsKey(job.id())) ground.violated("a rerun of job " + job.id() + " is sent after one that made a job", null);
        if (!calls.add(id + " " + willing.get().version()))
            ground.violated("a rerun of job " + job.id() + " is sent twice on one intent", null);
    }

    void rerun(CiJob job, long made) {
        ground.count.reruns++;
        reruns.put(job.id(), made);
    }

    /** The process begins to send the create. */
    void sendsRestore(Replica by, SecretRef copy) {
        restoring(copy).ifPresent(it -> sends(by, it, "a restore"));
    }

    /** The API server takes the create at this moment. */
    void beforeRestore(Replica by, SecretRef copy) {
        Optional<Remediation> willing = restoring(copy);
        if (willing.isEmpty()) {
            ground.violated("a restore of " + copy + " is sent while no saved state says so", null);
            return;
        }
        if (Optional.ofNullable(by.restores.get(willing.get().id())).filter(plan -> plan.copy().equals(copy)).isEmpty())
            ground.violated("a restore is sent on an intent that this process did not save just before", null);
    }

    private Optional<Remediation> restoring(SecretRef copy) {
        return ground.store.all().stream().filter(it -> it.state() instanceof State.Restoring restoring && restoring.uid().isEmpty()
                && restoring.plan().copy().equals(copy)).findFirst();
    }

    void restored(SecretRef copy) {
        ground.count.restores++;
        if (!restores.add(restoring(copy).map(Remediation::id).orElse("nobody")))
            ground.violated("one remediation put a record back twice", null);
    }

    // sweeps

    void opened(Sweep sweep) {
        ground.count.sweeps++;
        ground.count.lines += sweep.lines().size();
        ground.count.linked += sweep.lines().stream().filter(line -> !line.own()).count();
    }

    /** From now on nobody looks at its first message any more. */
    void told(Sweep sweep) {
        SweepWords words = new SweepWords(ground, sweep);
        words.open().or(words::posted).or(words::wrong).ifPresent(what -> ground.violated("a sweep is over, but " + what, null));
    }

    // the end

    void end() {
        ground.store.allSweeps().forEach(sweep -> new SweepWords(ground, sweep).posted().ifPresent(what -> ground.violated(what, null)));
        ground.store.all().forEach(it -> {
            ground.count.remediations++;
            if (!(it.state() instanceof State.Closed(var ending))) return;
            Optional<SecretRef> deleted = Optional.ofNullable(deletes.get(it.id()));
            boolean credible = unsure.contains(it.id())
                    && ending.plan().filter(plan -> ground.cluster(it.target()).takenByOthers(plan.uid())).isPresent();
            if (deleted.isEmpty() && credible) ground.count.credited++;
            LastWords words = new LastWords(ground, it, ending, deleted.isPresent(), credible, copied.contains(it.id()),
                    closing.containsKey(it.id()), before.contains(it.id()));
            words.wrong().or(() -> new RerunWords(ground, it, ending, reruns).wrong()).or(() -> IncidentWords.wrong(ground, it))
                    .or(() -> RestoreRules.said(it, ending, restores.contains(it.id())))
                    .ifPresent(what -> ground.violated(what + "\n" + it, null));
        });
    }
}
