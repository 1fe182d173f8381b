package dev.helmstuck.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import dev.helmstuck.simulator.World;
import dev.helmstuck.testing.cluster.StuckRelease;

/** An incident in which the bot has nothing but the two shipped accounts. */
final class FencedWorld implements AutoCloseable {
    private final Account reader;
    private final Account deleter;
    private final Recorder recorder;
    private final World world;

    FencedWorld(Path dir, StuckRelease stuck) {
        Fence.around(stuck.cluster(), stuck.namespace());
        reader = Account.reader(stuck.cluster());
        deleter = Account.deleter(stuck.cluster());
        recorder = new Recorder(stuck.cluster(), reader, deleter);
        world = new World(dir, recorder.kubeconfig(dir), Recorder.READER, stuck.namespace(), stuck.release());
        nameTheDeleter(dir.resolve("helm-stuck.yaml"));
        world.culprit(Instant.parse(stuck.secret(stuck.revision()).getMetadata().getCreationTimestamp()));
    }

    private static void nameTheDeleter(Path targets) {
        try {
            String one = "cluster: " + Recorder.READER + "\n";
            String text = Files.readString(targets);
            if (!text.contains(one)) throw new AssertionError(text);
            Files.writeString(targets, text.replace(one, one + "    deleter: " + Recorder.DELETER + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    World world() {
        return world;
    }

    Recorder recorder() {
        return recorder;
    }

    Account reader() {
        return reader;
    }

    Account deleter() {
        return deleter;
    }

    @Override
    public void close() {
        world.close();
        recorder.close();
        reader.close();
        deleter.close();
    }
}
