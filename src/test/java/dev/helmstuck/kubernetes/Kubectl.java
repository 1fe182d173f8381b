package dev.helmstuck.kubernetes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.helmstuck.testing.cluster.RealCluster;

/** The real kubectl with an environment of its own and no terminal. */
final class Kubectl {
    private static final String CONTEXT = "x";

    private Kubectl() {}

    /** Asks for {@code /readyz} with the context {@code x}; what it prints is for a failing test's message. */
    static String ask(Path home, List<Path> kubeconfigs, Map<String, String> more) {
        String program = RealCluster.programs().resolve("kubectl").toString();
        ProcessBuilder builder = new ProcessBuilder(program, "--context", CONTEXT, "get", "--raw", "/readyz").directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", home.toString());
        environment.put("KUBECONFIG", kubeconfigs.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        environment.putAll(more);
        try {
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) throw new AssertionError("kubectl does not end");
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
