package dev.helmstuck.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import dev.helmstuck.testing.cluster.Gateway;
import dev.helmstuck.testing.cluster.RealCluster;

/** Stands between the bot and a real API server, and remembers who asked what, in RBAC's words; changes nothing. */
final class Recorder implements AutoCloseable {
    static final String READER = "recorded";
    static final String DELETER = "recorded-deleter";

    private final Map<String, Account> accounts;
    private final Gateway gateway;
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

    /**
     * A request as an authorizer sees it.
     *
     * @param account who asked
     * @param on where and what: {@code NAMESPACE GROUP/RESOURCE}, or a path that is no resource
     */
    record RecordedRequest(String account, String verb, String on, int code) {}

    Recorder(RealCluster cluster, Account reader, Account deleter) {
        accounts = Map.of("Bearer " + reader.token(), reader, "Bearer " + deleter.token(), deleter);
        gateway = new Gateway(cluster);
        var unused = gateway.watch(new Gateway.Watcher() {
            @Override
            public void after(Gateway.GatewayRequest asked, int code) {
                Account account = Optional.ofNullable(accounts.get(asked.authorization().orElse(""))).orElseThrow();
                requests.add(request(account, asked, code));
            }
        });
    }

    /** The two accounts as two contexts, with this in between. */
    Path kubeconfig(Path folder) {
        StringBuilder users = new StringBuilder();
        accounts.forEach((header, account) -> users.append("  - {name: %s, user: {token: \"%s\"}}\n".formatted(account,
                header.substring("Bearer ".length()))));
        try {
            return Files.writeString(folder.resolve("recorder.kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: recorder, cluster: {server: "%s"}}]
                    contexts:
                      - {name: %s, context: {cluster: recorder, user: helm-stuck-reader}}
                      - {name: %s, context: {cluster: recorder, user: helm-stuck-deleter}}
                    users:
                    %s""".formatted(gateway.url(), READER, DELETER, users));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** What an account asked for in a namespace, each {@code VERB GROUP/RESOURCE} once. */
    SortedSet<String> used(Account account, String namespace) {
        SortedSet<String> used = new TreeSet<>();
        requests.stream().filter(request -> request.account().equals(account.toString()) && request.on().startsWith(namespace + " "))
                .forEach(request -> used.add(request.verb() + " " + request.on().substring(namespace.length() + 1)));
        return used;
    }

    private static RecordedRequest request(Account account, Gateway.GatewayRequest asked, int code) {
        // /api/v1/namespaces/NS/RESOURCE/NAME or /apis/GROUP/v1/namespaces/NS/RESOURCE/NAME
        List<String> path = Pattern.compile("/").splitAsStream(asked.uri().getPath().substring(1)).toList();
        boolean core = path.getFirst().equals("api");
        int at = core ? 2 : 3;
        if (path.size() <= at + 2 || !path.get(at).equals("namespaces")) {
            return new RecordedRequest(account.toString(), asked.method(), asked.uri().getPath(), code);
        }
        boolean named = path.size() > at + 3;
        String verb = switch (asked.method()) {
            case "GET" -> named ? "get" : "list";
            case "POST" -> "create";
            case "DELETE" -> named ? "delete" : "deletecollection";
            case "PUT" -> "update";
            default -> "patch";
        };
        String group = core ? "" : path.get(1);
        return new RecordedRequest(account.toString(), verb, path.get(at + 1) + " " + group + "/" + path.get(at + 2), code);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
