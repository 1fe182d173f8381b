package dev.helmstuck.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What all reactions come to.
 *
 * @param approvers different humans who said yes and not no, in the order of the reactions
 * @param denier the first approver who said no
 * @param canceller the requester, if they said no
 * @param unjudged whether somebody said no of whom it could not be told whether it counts
 * @param refused the reactions that do not count, one per person and reason
 * @param needed how many approvers the policy asks for
 */
public record Tally(List<Person> approvers, Optional<Person> denier, Optional<Person> canceller, boolean unjudged,
        List<Vote.Rejected> refused, int needed) {

    public Tally {
        approvers = List.copyOf(approvers);
        refused = List.copyOf(refused);
    }

    static Tally of(List<Vote> votes, int needed) {
        List<Person> approvers = new ArrayList<>();
        List<Vote.Rejected> refused = new ArrayList<>();
        List<Person> deniers = new ArrayList<>();
        Optional<Person> canceller = Optional.empty();
        boolean unjudged = false;
        for (Vote vote : votes) {
            switch (vote) {
                case Vote.Approves(Person person) -> {
                    // two accounts of one human are one approver
                    if (approvers.stream().noneMatch(person::sameHuman)) approvers.add(person);
                }
                case Vote.Denies(Person person) -> deniers.add(person);
                case Vote.Cancels(Person person) -> canceller = Optional.of(person);
                case Vote.Unjudged(Vote.Rejected no) -> {
                    unjudged = true;
                    if (!refused.contains(no)) refused.add(no);
                }
                case Vote.Rejected no -> {
                    if (!refused.contains(no)) refused.add(no);
                }
            }
        }
        approvers.removeIf(person -> deniers.stream().anyMatch(person::sameHuman));
        return new Tally(approvers, deniers.stream().findFirst(), canceller, unjudged, refused, needed);
    }

    /** Whether enough people said yes and nobody who counts, or may count, said no. */
    public boolean complete() {
        return denier.isEmpty() && canceller.isEmpty() && !unjudged && approvers.size() >= needed;
    }
}
