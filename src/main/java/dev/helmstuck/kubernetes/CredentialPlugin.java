package dev.helmstuck.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.ports.UnavailableException;

/**
 * The program that a user's {@code exec} names, run as kubectl runs it where there is no terminal. What it prints is a credential,
 * and its complaints may quote one, so neither is ever shown.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">Plugins</a>
 */
final class CredentialPlugin {
    private static final String GROUP = "client.authentication.k8s.io/";
    private static final String BY_HAND = "; run kubectl with this context where the bot runs";
    private static final int MOST_BYTES = 1 << 20;

    private final KubeconfigNode exec;
    private final String command;
    private final String version;

    CredentialPlugin(KubeconfigNode exec) {
        this.exec = exec;
        this.command = exec.text("command").orElseThrow(() -> exec.wrong("command", "is missing"));
        this.version = exec.text("apiVersion").filter(List.of(GROUP + "v1", GROUP + "v1beta1")::contains)
                .orElseThrow(() -> exec.wrong("apiVersion", "is neither " + GROUP + "v1 nor " + GROUP + "v1beta1"));
        switch (exec.text("interactiveMode").orElse(version.endsWith("beta1") ? "IfAvailable" : "")) {
            case "Never", "IfAvailable" -> {
            }
            case "Always" -> throw exec.wrong("interactiveMode", "is Always, but nobody sits before the bot");
            case "" -> throw exec.wrong("interactiveMode", "is missing");
            default -> throw exec.wrong("interactiveMode", "is neither Never nor IfAvailable");
        }
    }

    /**
     * @param cluster what a plugin that asks for it is told about the cluster
     * @param patience how long it may take
     */
    Credentials run(Supplier<JsonNode> cluster, Duration patience) {
        Process process = start(cluster);
        try {
            FutureTask<byte[]> printed = new FutureTask<>(() -> read(process));
            Thread.ofVirtual().name("credential-plugin").start(printed);
            byte[] answer = printed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(1, TimeUnit.SECONDS)) throw failed("did not end" + BY_HAND);
            if (process.exitValue() != 0) throw failed("failed with exit code " + process.exitValue() + BY_HAND);
            return credentials(answer);
        } catch (TimeoutException hanging) {
            throw failed("gave nothing within " + patience.toSeconds() + " s");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw failed("is not waited for any longer");
        } catch (ExecutionException broken) {
            throw failed("printed nothing that could be read" + BY_HAND);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(Supplier<JsonNode> cluster) {
        List<String> words = new ArrayList<>();
        // as in a shell: a name without a slash is looked for in the PATH, any other starts beside the kubeconfig
        words.add(command.contains("/") ? exec.path("command").orElseThrow().toString() : command);
        words.addAll(exec.texts("args"));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        for (KubeconfigNode variable : exec.children("env")) {
            String name = variable.text("name").filter(text -> !text.contains("="))
                    .orElseThrow(() -> exec.wrong("env", "holds a variable without a name"));
            builder.environment().put(name, variable.text("value").orElse(""));
        }
        builder.environment().put("KUBERNETES_EXEC_INFO", info(cluster).toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException | IllegalArgumentException missing) {
            boolean there = command.contains("/") && exec.path("command").filter(Files::exists).isPresent();
            String hint = exec.text("installHint").map(text -> ": " + ApiResponse.cut(text)).orElse("");
            throw failed(there ? "is not to be executed by this account" : "is not installed where the bot runs" + hint);
        }
    }

    private ObjectNode info(Supplier<JsonNode> cluster) {
        ObjectNode info = ApiResponse.JSON.createObjectNode().put("kind", "ExecCredential").put("apiVersion", version);
        ObjectNode spec = info.putObject("spec").put("interactive", false);
        if (exec.flag("provideClusterInfo")) spec.set("cluster", cluster.get());
        return info;
    }

    private static byte[] read(Process process) throws IOException {
        try (InputStream out = process.getInputStream()) {
            byte[] printed = out.readNBytes(MOST_BYTES + 1);
            if (printed.length > MOST_BYTES) throw new IOException("too long");
            return printed;
        }
    }

    private Credentials credentials(byte[] printed) {
        JsonNode answer = parsed(printed);
        if (!answer.path("kind").asText().equals("ExecCredential")) throw failed("printed no ExecCredential");
        if (!answer.path("apiVersion").asText().equals(version)) throw failed("printed another apiVersion than " + version);
        JsonNode status = answer.path("status");
        Optional<String> token = text(status, "token");
        Optional<ClientKey> key = key(text(status, "clientCertificateData"), text(status, "clientKeyData"));
        if (token.isEmpty() && key.isEmpty()) throw failed("printed neither a token nor a certificate");
        Optional<String> header = token
                .map(one -> Credentials.bearer(one).orElseThrow(() -> failed("printed a token that is no single line")));
        return new Credentials(header, key, text(status, "expirationTimestamp").map(this::instant));
    }

    private JsonNode parsed(byte[] printed) {
        try {
            return KubeconfigFile.yaml(new ByteArrayInputStream(printed));
        } catch (IOException | RuntimeException unreadable) {
            throw failed("printed no ExecCredential");
        }
    }

    private Optional<ClientKey> key(Optional<String> certificate, Optional<String> key) {
        if (certificate.isPresent() != key.isPresent()) throw failed("printed a certificate without its key, or a key alone");
        return certificate
                .map(pem -> ClientKey.read(pem.getBytes(StandardCharsets.UTF_8), key.orElseThrow().getBytes(StandardCharsets.UTF_8),
                        (what, why) -> failed("printed something for " + what + " that " + why)));
    }

    private Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            throw failed("printed an expirationTimestamp that is none");
        }
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.path(key).textValue()).filter(text -> !text.isEmpty());
    }

    private UnavailableException failed(String what) {
        return exec.wrong("command", "(the credential plugin " + ApiResponse.cut(command) + ") " + what);
    }
}
