package dev.helmstuck.kubernetes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.UnavailableException;

/**
 * A user of a kubeconfig. What kubectl accepts counts as it does there: a {@code tokenFile} before a {@code token}, and either, a
 * password or a certificate before a credential plugin. What it refuses, or would ask a person for, is refused.
 */
final class UserEntry {
    private static final Pattern ONE_LINE = Pattern.compile("\\P{Cntrl}+");

    private final KubeconfigNode entry;
    private final KubeconfigNode user;
    private final Optional<Duration> patience;

    /** @param patience how long a credential plugin may take; without any it is looked at but not run */
    UserEntry(KubeconfigNode entry, Optional<Duration> patience) {
        this.entry = entry;
        this.user = entry.child("user").orElseGet(() -> entry.empty("user"));
        this.patience = patience;
        if (user.child("auth-provider").isPresent()) {
            throw user.wrong("auth-provider", "is not read here, and kubectl is giving it up; use a credential plugin (exec)");
        }
        if (user.text("username").isEmpty() && user.text("password").isPresent()) {
            throw user.wrong("password", "stands there without a username");
        }
        boolean token = user.text("token").isPresent() || user.text("tokenFile").isPresent();
        if (token && user.text("username").isPresent()) throw user.wrong("username", "stands beside a token; keep one of the two");
    }

    /** Whether there is anything that says who we are. */
    boolean isSomebody() {
        return proven() || user.child("exec").isPresent();
    }

    /** Whether the file itself holds the credentials. */
    private boolean proven() {
        return List.of("token", "tokenFile", "username", "client-certificate", "client-certificate-data").stream()
                .anyMatch(key -> user.text(key).isPresent());
    }

    UnavailableException nobody() {
        return entry.wrong("user", "holds no credentials; kubectl would ask a person for a name and a password here");
    }

    /** @param cluster what a plugin is told about its cluster */
    Credentials credentials(Supplier<JsonNode> cluster) {
        if (!proven()) {
            Optional<CredentialPlugin> plugin = user.child("exec").map(CredentialPlugin::new);
            return plugin.flatMap(one -> patience.map(limit -> one.run(cluster, limit))).orElse(Credentials.NONE);
        }
        Optional<String> password = user.text("username")
                .map(name -> Credentials.basic(name, user.text("password").orElse("")));
        Optional<String> authorization = token().map(token -> Credentials.bearer(token).orElseThrow(() -> user
                .wrong(user.text("tokenFile").isPresent() ? "tokenFile" : "token", "holds no token: one line of printable letters")))
                .or(() -> password);
        return new Credentials(authorization, key(), Optional.empty());
    }

    /** The file wins; a token beside it is for when the file is missing or blank. */
    private Optional<String> token() {
        Optional<String> token = user.text("token");
        Optional<Path> file = user.path("tokenFile");
        if (file.isEmpty() || (token.isPresent() && !Files.isReadable(file.get()))) return token;
        String content = new String(user.content("tokenFile", file.get()), StandardCharsets.UTF_8);
        return content.isBlank() && token.isPresent() ? token : Optional.of(content);
    }

    private Optional<ClientKey> key() {
        Optional<byte[]> certificate = user.content("client-certificate");
        if (certificate.isEmpty()) return Optional.empty();
        byte[] key = user.content("client-key").orElseThrow(() -> user.wrong("client-key", "is missing beside client-certificate"));
        return Optional.of(ClientKey.read(certificate.get(), key, user::wrong));
    }

    /** As whom to act instead, if the user is allowed to. */
    List<Map.Entry<String, String>> impersonation() {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        user.text("as").ifPresent(name -> headers.add(header("as", "Impersonate-User", name)));
        user.text("as-uid").ifPresent(uid -> headers.add(header("as-uid", "Impersonate-Uid", uid)));
        user.texts("as-groups").forEach(group -> headers.add(header("as-groups", "Impersonate-Group", group)));
        user.child("as-user-extra").ifPresent(extras -> extras.keys().forEach(key -> extras.texts(key).forEach(value -> headers
                .add(header("as-user-extra", "Impersonate-Extra-" + ApiRequest.encode(key.toLowerCase(Locale.ROOT)), value)))));
        if (!headers.isEmpty() && user.text("as").isEmpty()) {
            throw user.wrong("as", "is missing beside as-uid, as-groups or as-user-extra");
        }
        return headers;
    }

    private Map.Entry<String, String> header(String key, String name, String value) {
        if (!ONE_LINE.matcher(value).matches()) throw user.wrong(key, "holds a text that is no single line");
        return Map.entry(name, value);
    }
}
