package dev.helmstuck.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    /** The policy; only to be asked for when there was no problem. */
    Policy complete() {
        return new Policy(channels.orElseThrow(), approvers.orElseThrow(), requesters.orElseThrow(), approvals.orElseThrow(),
                deadline.orElseThrow(), sampleGap.orElseThrow(), approve.orElseThrow(), deny.orElseThrow(), vouching.orElseThrow());
    }
}
