package dev.helmstuck.flow.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.helmstuck.ports.DoctorDuty;
import dev.helmstuck.ports.TargetsFile;
import dev.helmstuck.ports.WatchPlace;
import jakarta.inject.Inject;

/** What the targets file has {@code serve} do of its own accord, and whether the file is in force at all. */
record ServeKeys(WatchPlace watcher, DoctorDuty doctor, TargetsFile file) {
    @Inject
    ServeKeys {}

    /** The ids of the channels in which it speaks without being asked, by the key that names each. */
    Map<String, String> channels() {
        Map<String, String> named = new TreeMap<>();
        watcher.channel().ifPresent(id -> named.put("watcher.channel", id));
        doctor.channel().ifPresent(id -> named.put("doctor.channel", id));
        return named;
    }

    List<String> heldBack() {
        return file.heldBack();
    }
}
