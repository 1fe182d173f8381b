package dev.helmstuck.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text as the targets file: targets, or problems that say where. */
class TargetsFuzzTest {

    @FuzzTest
    void any_text_is_targets_or_problems(byte[] written) {
        Problems problems = new Problems();
        Optional<Targets> targets = new YamlFile("f", problems).parse(new String(written, UTF_8))
                .flatMap(tree -> new TargetsReader("f", problems, true).read(tree));
        assertThat(targets.isPresent()).isEqualTo(problems.isEmpty());
        targets.ifPresent(read -> assertThat(read.targets()).isNotEmpty().allSatisfy((name, entry) -> {
            assertThat(name).matches("[a-z0-9][a-z0-9-]*");
            assertThat(entry.policy().approvers().isEmpty()).isFalse();
        }));
        assertThat(problems.all()).allSatisfy(problem -> assertThat(problem.line()).hasSizeLessThan(3000));
    }
}
