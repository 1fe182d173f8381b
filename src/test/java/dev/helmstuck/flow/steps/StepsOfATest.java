package dev.helmstuck.flow.steps;

import java.time.Clock;

import dev.helmstuck.flow.Gather;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.Sleeper;

/** The real steps, without the time that an injector takes. */
public record StepsOfATest(Catalog catalog, Remediations store, Conversation chat, People people, Clock clock) {

    public ReactionTally reactions() {
        return new ReactionTally(chat, people);
    }

    /**
     * The steps over these fakes.
     *
     * @param cluster both the cluster and GitLab
     */
    public <T extends Cluster & Pipelines & Reruns> Steps steps(T cluster, Gather gather, Sleeper sleeper, Incidents incidents) {
        RerunLook rerunLook = new RerunLook(gather, cluster);
        RestoreLook restoreLook = new RestoreLook(cluster, store);
        TellIncident incident = new TellIncident(incidents, store, clock);
        StandingYes yes = new StandingYes(reactions(), store, clock);
        return new Steps(catalog, new Diagnose(gather, incident), new Approve(reactions(), clock), new Steps.AfterYes(
                new Recheck(gather, rerunLook, restoreLook, yes, clock),
                new Delete(store, cluster, yes, sleeper),
                new Validate(gather, cluster, clock),
                new Steps.OfRerun(new Rerun(cluster, rerunLook, yes, cluster, new Rerun.AnswerWait(clock, sleeper)),
                        new Follow(cluster, cluster, gather, new ForecastProof(cluster), clock)),
                new Restore(cluster, restoreLook, yes, sleeper, clock)),
                incident);
    }
}
