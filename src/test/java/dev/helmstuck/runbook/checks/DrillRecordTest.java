package dev.helmstuck.runbook.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.helmstuck.release.ReleaseStatus;
import dev.helmstuck.release.Revision;
import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Fact;
import dev.helmstuck.runbook.Finding;
import dev.helmstuck.runbook.OwnerEvidence;
import dev.helmstuck.runbook.Result;
import dev.helmstuck.runbook.Target;
import dev.helmstuck.testing.Some;
import org.junit.jupiter.api.Test;

/** It takes a record that only the drill has written, and a target to practise on; one of them alone proves nothing. */
class DrillRecordTest {
    private static final Instant MADE = Some.NOW.minusSeconds(90);
    private static final Revision HELMS = Some.madeAt(Some.revision(Some.STUCK, ReleaseStatus.PENDING_UPGRADE), MADE);
    private static final Revision DRILLS = marked(HELMS, HELMS.resourceVersion());
    private static final Target DRILL = Some.target().drill(true);
    private static final List<OwnerEvidence> EVIDENCE = List.of(OwnerEvidence.of(List.of(new Fact.Known<>(List.<CiJob>of()))),
            OwnerEvidence.of(List.of(new Fact.Known<>(List.of(Some.job(4, "gprd-cny:upgrade", "running", MADE))))),
            new OwnerEvidence(List.of(new Fact.Unavailable<>("GitLab", "503")), Map.of(), Map.of()));

    private static Revision marked(Revision it, String resourceVersion) {
        return new Revision(it.secret(), it.number(), it.uid(), resourceVersion, it.created(), it.statusLabel(), it.versionLabel(),
                it.written(), Optional.of(MADE));
    }

    private static Finding check(Target target, Revision stuck, Fact<Optional<Revision>> later, OwnerEvidence evidence) {
        return OwnerIsDead.check(target, Some.stuck(stuck), later, evidence, Some.NOW);
    }

    private static Fact<Optional<Revision>> seen(Revision revision) {
        return new Fact.Known<>(Optional.of(revision));
    }

    @Test
    void what_a_drill_has_made_for_a_drill_has_no_owner_that_could_live() {
        Finding finding = check(DRILL, DRILLS, seen(DRILLS), EVIDENCE.getFirst());
        assertThat(finding.result()).isEqualTo(Result.PASS);
        assertThat(finding.summary()).isEqualTo("The stuck revision was made by helm-stuck's drill: no Helm has written it.");
        assertThat(finding.seen()).first().asString().startsWith("made by helm-stuck's drill at 2026-11-21 11:58:30 UTC");
        assertThat(finding.byHand()).contains("helm-stuck/drill-made");
    }

    /** Nothing that anybody writes onto a record helps a target that is no drill: the mark changes no finding, whatever else is known. */
    @Test
    void the_mark_alone_loosens_nothing() {
        for (OwnerEvidence evidence : EVIDENCE) {
            assertThat(check(Some.target(), DRILLS, seen(DRILLS), evidence))
                    .isEqualTo(check(Some.target(), HELMS, seen(HELMS), evidence))
                    .satisfies(finding -> assertThat(finding.result().blocks()).isTrue());
        }
    }

    @Test
    void a_record_without_the_mark_is_judged_in_a_drill_as_everywhere() {
        for (OwnerEvidence evidence : EVIDENCE) {
            assertThat(check(DRILL, HELMS, seen(HELMS), evidence)).isEqualTo(check(Some.target(), HELMS, seen(HELMS), evidence));
        }
    }

    @Test
    void what_is_written_between_the_looks_or_not_seen_again_is_no_drills_record_any_more() {
        Revision moved = marked(HELMS, "7777");
        Revision unmarked = Some.madeAt(HELMS, MADE.plus(Duration.ofSeconds(1)));
        for (Fact<Optional<Revision>> later : List.of(seen(moved), seen(unmarked), new Fact.Known<>(Optional.<Revision>empty()),
                new Fact.Unavailable<Optional<Revision>>("the cluster", "503"))) {
            assertThat(check(DRILL, DRILLS, later, EVIDENCE.getFirst()).result().blocks()).as(later.toString()).isTrue();
        }
    }
}
