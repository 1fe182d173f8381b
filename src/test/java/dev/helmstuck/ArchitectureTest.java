package dev.helmstuck;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.helmstuck.release.RecordDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages, and what each may touch. A package that is not in {@link #MAY_USE} is an error. */
class ArchitectureTest {
    private static final String ROOT = "dev.helmstuck";
    private static final Path SOURCES = Path.of("src/main/java/dev/helmstuck");

    private static final List<String> PURE = List.of("release", "runbook", "forecast", "approval", "remediation", "report", "doctor");
    private static final List<String> ADAPTERS = List.of("slack", "kubernetes", "gitlab", "store", "health", "metrics");

    /** What each package may use of the others: everything further down, but adapters no other adapter. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("release", Set.of()),
            Map.entry("runbook", Set.of("release")),
            Map.entry("forecast", Set.of("release", "runbook")),
            Map.entry("approval", Set.of("release", "runbook")),
            Map.entry("remediation", Set.of("release", "runbook", "forecast", "approval")),
            Map.entry("report", Set.of("release", "runbook", "forecast", "approval", "remediation")),
            Map.entry("doctor", Set.of("release", "runbook", "forecast", "approval", "remediation", "report")),
            Map.entry("ports", pure()),
            Map.entry("config", and(pure(), "ports")),
            Map.entry("flow", and(pure(), "ports")),
            Map.entry("slack", and(pure(), "ports", "config")),
            Map.entry("kubernetes", and(pure(), "ports", "config")),
            Map.entry("gitlab", and(pure(), "ports", "config")),
            Map.entry("store", and(pure(), "ports", "config")),
            Map.entry("metrics", and(pure(), "ports")),
            Map.entry("health", and(pure(), "ports", "config")),
            Map.entry("cli", and(and(pure(), "ports", "config", "flow"), ADAPTERS.toArray(String[]::new))));

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static Set<String> pure() {
        return Set.copyOf(PURE);
    }

    private static Set<String> and(Set<String> some, String... more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    static Stream<String> packages() throws IOException {
        try (Stream<Path> folders = Files.list(SOURCES)) {
            return folders.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void the_classes_are_really_read() {
        assertThat(CLASSES.contain(RecordDecoder.class)).isTrue();
        assertThat(CLASSES.stream().map(JavaClass::getPackageName)).doesNotContain("dev.helmstuck.testing", "dev.helmstuck.simulator");
        assertThat(Files.isDirectory(SOURCES)).isTrue();
    }

    @Test
    void every_package_has_its_place_in_the_layout() throws IOException {
        assertThat(packages()).isSubsetOf(MAY_USE.keySet());
        assertThat(ADAPTERS).allSatisfy(adapter -> assertThat(MAY_USE.get(adapter)).doesNotContainAnyElementsOf(ADAPTERS));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void a_package_uses_only_what_lies_below_it(String name) {
        assertThat(MAY_USE).as("the layout").containsKey(name);
        List<String> others = new ArrayList<>(new TreeSet<>(MAY_USE.keySet()));
        others.removeAll(MAY_USE.get(name));
        others.remove(name);
        String[] forbidden = others.stream().map(other -> ROOT + "." + other + "..").toArray(String[]::new);

        noClasses().that().resideInAPackage(ROOT + "." + name + "..").should().dependOnClassesThat(resideInAnyPackage(forbidden))
                .because("CONTRIBUTING draws the arrows downwards only").check(CLASSES);
    }

    @Test
    void nothing_depends_on_main_and_the_modules_beside_it() {
        noClasses().that().resideOutsideOfPackage(ROOT).should().dependOnClassesThat(resideInAPackage(ROOT)).check(CLASSES);
    }

    @Test
    void there_are_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void the_pure_packages_use_java_and_one_another_only() {
        DescribedPredicate<JavaClass> readsJson = isOrIsIn(RecordDecoder.class).or(isOrIsIn("release.RecordReader"))
                .or(isOrIsIn("release.RecordFields"));
        DescribedPredicate<JavaClass> readsYaml = isOrIsIn("release.YamlDocument");
        classes().that().resideInAnyPackage(packages(PURE)).and(not(readsJson.or(readsYaml)))
                .should().onlyDependOnClassesThat(resideInAnyPackage("java..").or(resideInAnyPackage(packages(PURE)))).check(CLASSES);
        classes().that(readsJson)
                .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "com.fasterxml.jackson.core..", ROOT + ".release.."))
                .check(CLASSES);
        classes().that(readsYaml)
                .should().onlyDependOnClassesThat(resideInAnyPackage("java..", "org.yaml.snakeyaml..", ROOT + ".release..")).check(CLASSES);
    }

    @Test
    void the_pure_packages_touch_neither_disk_net_nor_thread() {
        noClasses().that().resideInAnyPackage(packages(PURE)).should().dependOnClassesThat(
                resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..", "java.util.logging..",
                        "java.util.concurrent..", "java.lang.reflect..")
                        .or(type(Thread.class)).or(type(java.io.File.class)).or(type(Process.class)))
                .check(CLASSES);
    }

    @Test
    void the_pure_packages_have_no_clock() {
        noClasses().that().resideInAnyPackage(packages(PURE)).should().dependOnClassesThat(type(Clock.class).or(type(InstantSource.class)))
                .check(CLASSES);
        noClasses().that().resideInAnyPackage(packages(PURE)).should()
                .callMethodWhere(named("now").and(ownedBy("java.time"))).check(CLASSES);
        noClasses().that().resideInAnyPackage(packages(PURE)).should().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(System.class, "nanoTime").orShould().callConstructor(java.util.Date.class).check(CLASSES);
    }

    @Test
    void nobody_reads_the_time_past_the_injected_clock() {
        noClasses().should().callMethod(Instant.class, "now").orShould().callMethod(System.class, "currentTimeMillis").check(CLASSES);
    }

    @Test
    void nobody_sleeps_but_the_one_who_is_asked_to_through_an_interface() {
        noClasses().that().doNotHaveSimpleName("ThreadSleeper").should()
                .callMethodWhere(named("sleep").and(ownedBy("java.lang").or(ownedBy("java.util.concurrent")))).check(CLASSES);
    }

    @Test
    void only_main_exits_and_reads_the_environment() {
        noClasses().that(not(isOrIsIn(Main.class))).should().callMethodWhere(named("exit", "getenv").and(ownedBy("java.lang")))
                .check(CLASSES);
        // only the command that serves may end at once, when it is told to stop
        noClasses().that().resideOutsideOfPackage(ROOT + ".cli").should().callMethodWhere(named("halt").and(ownedBy("java.lang")))
                .check(CLASSES);
    }

    @Test
    void nothing_is_printed_past_the_log_but_by_main_and_the_terminal() {
        noClasses().that().resideOutsideOfPackages(ROOT, ROOT + ".cli..").should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err").check(CLASSES);
    }

    @Test
    void no_client_and_no_models_of_kubernetes_come_along() {
        noClasses().should().dependOnClassesThat(resideInAPackage("io.fabric8.."))
                .because("CONTRIBUTING, rule 1: no write to a workload, there is no code path for it").check(CLASSES);
    }

    /** A command that ends by itself, such as {@code check}, loads nothing of it: nothing that it needs knows of it. */
    @Test
    void only_the_bot_counts_and_only_the_metrics_package_knows_how() {
        noClasses().that().resideOutsideOfPackage(ROOT + ".metrics..").should().dependOnClassesThat(resideInAPackage("io.micrometer.."))
                .check(CLASSES);
        noClasses().that().resideOutsideOfPackage(ROOT + ".metrics..").and(not(isOrIsIn("cli.Bot"))).should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".metrics..")).check(CLASSES);
    }

    @Test
    void one_class_writes_to_a_thread_and_one_answers_commands() {
        // Publisher also answers one person whose reaction does not count, unseen by others; Notices say what nobody asked about, in no thread
        noClasses().that().resideOutsideOfPackages(ROOT + ".ports..", ROOT + ".slack..").and(not(isOrIsIn("flow.engine.Publisher")))
                .and(not(isOrIsIn("flow.watch.Notices")))
                .should()
                .callMethodWhere(named("post", "edit", "seed", "whisper").and(onTheConversation())).check(CLASSES);
        noClasses().that().resideOutsideOfPackages(ROOT + ".ports..", ROOT + ".slack..").and(not(isOrIsIn("flow.intake.Answers"))).should()
                .callMethodWhere(named("answer").and(onTheConversation())).check(CLASSES);
    }

    @Test
    void the_watcher_has_nothing_to_act_with() {
        noClasses().that().resideInAPackage(ROOT + ".flow.watch..").should().dependOnClassesThat(resideInAnyPackage(ROOT + ".ports")
                .and(describe("reads payloads, deletes, copies or reruns",
                        port -> Set.of("Cluster", "Contents", "Copies", "Reruns").contains(port.getSimpleName()))))
                .check(CLASSES);
    }

    @Test
    void no_step_says_anything_and_none_knows_what_drives_it() {
        noClasses().that().resideInAPackage(ROOT + ".flow.steps..").should()
                .dependOnClassesThat(resideInAnyPackage(ROOT + ".flow.engine..", ROOT + ".flow.intake..", ROOT + ".report")).check(CLASSES);
        noClasses().that().resideInAPackage(ROOT + ".flow.engine..").should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".flow.intake..")).check(CLASSES);
        slices().matching(ROOT + ".flow.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void no_raw_request_writes_to_an_object_either() throws IOException {
        for (Path source : sources("kubernetes")) {
            assertThat(Files.readString(source)).as(source.toString()).doesNotContain("\"PUT\"", "\"PATCH\"");
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void every_package_says_in_one_sentence_what_it_is(String name) throws IOException {
        assertThat(SOURCES.resolve(name).resolve("package-info.java")).exists();
        assertThat(Files.readString(SOURCES.resolve(name).resolve("package-info.java"))).startsWith("/** ");
    }

    @Test
    void no_class_is_a_drawer() {
        noClasses().should().haveSimpleNameEndingWith("Utils").orShould().haveSimpleNameEndingWith("Util")
                .orShould().haveSimpleNameEndingWith("Helper").orShould().haveSimpleNameEndingWith("Manager")
                .orShould().haveSimpleNameEndingWith("Impl").check(CLASSES);
    }

    private static List<Path> sources(String name) throws IOException {
        Path folder = SOURCES.resolve(name);
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    /** @param type a class that is not seen from here */
    private static DescribedPredicate<JavaClass> isOrIsIn(String type) {
        String name = ROOT + "." + type;
        return describe("is " + type + " or nested in it", it -> it.getName().equals(name) || it.getName().startsWith(name + "$"));
    }

    private static DescribedPredicate<JavaClass> isOrIsIn(Class<?> type) {
        return describe("is " + type.getSimpleName() + " or nested in it",
                it -> it.getName().equals(type.getName()) || it.getName().startsWith(type.getName() + "$"));
    }

    private static DescribedPredicate<JavaAccess<?>> onTheConversation() {
        return describe("on the conversation", access -> access.getTargetOwner().getName().equals(ROOT + ".ports.Conversation"));
    }

    private static DescribedPredicate<JavaMethodCall> named(String... names) {
        return describe("is named " + String.join(" or ", names), call -> Set.of(names).contains(call.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> ownedBy(String packageName) {
        return describe("belongs to " + packageName, access -> access.getTargetOwner().getPackageName().startsWith(packageName));
    }
}
