package dev.helmstuck.runbook.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.Formats;
import dev.helmstuck.runbook.ReleaseState;
import dev.helmstuck.runbook.Releases;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Step;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.runbook.checks.ReleaseIsStuck.ReleaseFinding;

/** No Secret of the release at all: another storage driver, another release, another namespace. */
final class NoRecords {

    private NoRecords() {}

    static ReleaseFinding judge(Target target, Releases releases) {
        List<String> seen = new ArrayList<>();
        String next;
        if (!releases.configMaps().revisions().isEmpty()) {
            Revision top = releases.configMaps().revisions().getFirst();
            seen.add(Formats.count(releases.configMaps().revisions().size(), "record") + " of " + target.release() + " in ConfigMaps");
            seen.add("the newest there, revision " + top.number() + ", is " + top.statusLabel().orElse("without a status"));
            next = "This release uses Helm's ConfigMap storage driver (HELM_DRIVER=configmap), which this bot does not touch. If that newest one "
                    + "is pending, follow the runbook by hand with configmap in place of secret.";
            return answer(target, seen, next, TwoDrivers.byHand(target));
        }
        if (!releases.otherReleases().isEmpty()) {
            seen.add("other releases in this namespace: " + String.join(", ", releases.otherReleases()));
            next = "The target probably names the wrong release or namespace: compare `release` and `namespace` in the targets file.";
        } else {
            seen.add("no Helm record of any release in this namespace, neither Secrets nor ConfigMaps");
            next = "Wrong namespace or cluster in the targets file, or Helm's SQL storage driver (HELM_DRIVER=sql in the CI job).";
        }
        return answer(target, seen, next, target.helm() + " history " + target.release());
    }

    private static ReleaseFinding answer(Target target, List<String> seen, String next, String byHand) {
        return new ReleaseFinding(
                new Finding(Step.RELEASE_IS_STUCK, Result.STOP,
                        "No Helm record of " + target.release() + " in namespace " + target.namespace() + ".", seen, next, List.of(),
                        byHand),
                new ReleaseState.Unclear(Optional.empty(), Optional.<ReleaseStatus>empty()));
    }
}
