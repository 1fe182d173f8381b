package dev.helmstuck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.google.inject.Guice;
import dev.helmstuck.ports.DoctorDuty;
import dev.helmstuck.ports.WatchPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys {@code watcher} and {@code doctor} of the targets file. */
class WatcherKeyTest {
    @TempDir
    Path folder;

    private Configs with(String key) throws IOException {
        return new Configs(folder).targets(Configs.SMALLEST + key);
    }

    @Test
    void without_it_nobody_is_warned() throws IOException {
        Settings settings = with("").read(Part.TARGETS);
        assertThat(Guice.createInjector(new ConfigModule(settings)).getInstance(WatchPlace.class).channel()).isEmpty();
    }

    @Test
    void it_names_the_channel() throws IOException {
        Settings settings = with("\nwatcher: {channel: C0123ABCDEF}\n").read(Part.TARGETS);
        assertThat(Guice.createInjector(new ConfigModule(settings)).getInstance(WatchPlace.class).channel()).contains("C0123ABCDEF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{channel: '#ops'}", "{channel: ops}", "{}", "{channel: 7}", "C0123ABCDEF",
            "{channel: C0123ABCDEF, chanel: x}"})
    void what_is_no_id_of_a_channel_is_a_problem_with_its_key(String value) throws IOException {
        assertThat(with("\nwatcher: " + value + "\n").problems(Part.TARGETS)).singleElement().asString().contains("watcher");
    }

    @Test
    void doctor_looks_by_itself_unless_it_is_told_not_to_and_needs_no_channel() throws IOException {
        assertThat(List.of("", "doctor: {}", "doctor: {channel: C0123ABCDEF}", "doctor: {rounds: false}")).extracting(key -> {
            DoctorDuty duty = Guice.createInjector(new ConfigModule(with("\n" + key + "\n").read(Part.TARGETS)))
                    .getInstance(DoctorDuty.class);
            return duty.isOn() + " " + duty.channel().orElse("-");
        }).containsExactly("true -", "true -", "true C0123ABCDEF", "false -");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{channel: '#ops'}", "{rounds: daily}", "C0123ABCDEF", "{channel: C0123ABCDEF, round: false}"})
    void what_doctor_cannot_use_is_a_problem_with_its_key(String value) throws IOException {
        assertThat(with("\ndoctor: " + value + "\n").problems(Part.TARGETS)).singleElement().asString().contains("doctor");
    }
}
