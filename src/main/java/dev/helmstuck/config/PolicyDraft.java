package dev.helmstuck.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.helmstuck.approval.Members;
import dev.helmstuck.approval.Policy;

/** A policy in the making: a part is empty if the problems say what is wrong with it. */
record PolicyDraft(Optional<List<Pattern>> channels, Optional<Members> approvers, Optional<Members> requesters, Optional<Integer> approvals,
        Optional<Duration> deadline, Optional<Duration> sampleGap, Optional<List<String>> approve, Optional<List<String>> deny,
        Optional<Boolean> vouching) {

    /** Of nothing anything is known; what a policy is taken for that cannot be read at all. */
    static PolicyDraft unreadable() {
        return new PolicyDraft(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The defaults of the file; there is none for the approvers. */
    static PolicyDraft defaults() {
        return new PolicyDraft(Optional.of(List.of(Pattern.compile("^inc-"), Pattern.compile("^incident-"))), Optional.empty(),
                Optional.of(new Members(Set.of(), Set.of())), Optional.of(1), Optional.of(Duration.ofMinutes(15)),
                Optional.of(Duration.ofSeconds(15)), Optional.of(List.of("white_check_mark")), Optional.of(List.of("x")),
                Optional.of(true));
    }

    /** The policy; only to be asked for when there was no problem. */
    Policy complete() {
        return new Policy(channels.orElseThrow(), approvers.orElseThrow(), requesters.orElseThrow(), approvals.orElseThrow(),
                deadline.orElseThrow(), sampleGap.orElseThrow(), approve.orElseThrow(), deny.orElseThrow(), vouching.orElseThrow());
    }
}
