package dev.helmstuck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.testing.cluster.NeedsRealCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The same kubeconfig, once with the real kubectl and once with the bot, against servers that remember who asked. */
@NeedsRealCluster
class KubectlAgreementTest {
    private static final String SECRET = "token-that-nobody-may-see";
    private static final Certificates CA = Certificates.AUTHORITY;
    private static final ApiStub BY_ADDRESS = ApiStub.tls(CA.forAddress("127.0.0.1"));
    private static final ApiStub BY_NAME = ApiStub.tls(CA.forHost("api.other.example"));
    private static final ApiStub PLAIN = ApiStub.plain();
    private static final Certificates.Issued CLIENT = CA.forClient("somebody", Certificates.keys("EC", "secp256r1"));
    private static final String CERTIFICATE = Certificates.base64(CLIENT.pem());
    private static final String KEY = Certificates.base64(CLIENT.keyPem());
    private static final String TRUST = "certificate-authority-data: " + CA.base64();
    private static final String TOKEN = "{token: " + SECRET + "}";

    @TempDir
    Path folder;

    private enum Who {
        BOTH,
        NEITHER,
        ONLY_KUBECTL,
        ONLY_BOT
    }

    /** @param words what the bot says when it does not ask */
    record Row(String name, Who who, String words, Charset charset, List<String> files) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row both(String name, String... files) {
        return new Row(name, Who.BOTH, "", StandardCharsets.UTF_8, List.of(files));
    }

    private static Row neither(String name, String words, String... files) {
        return new Row(name, Who.NEITHER, words, StandardCharsets.UTF_8, List.of(files));
    }

    private static Row onlyKubectl(String name, String words, String... files) {
        return new Row(name, Who.ONLY_KUBECTL, words, StandardCharsets.UTF_8, List.of(files));
    }

    private static Row onlyBot(String name, String... files) {
        return new Row(name, Who.ONLY_BOT, "", StandardCharsets.UTF_8, List.of(files));
    }

    private static String whole(String server, String cluster, String user, String context, String more) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {%s%s}}]
                users: [{name: u, user: %s}]
                contexts: [{name: x, context: %s}]
                %s""".formatted(server, cluster, user, context, more);
    }

    private static String cluster(String server, String cluster) {
        return whole("server: \"" + server + "\"", cluster.isEmpty() ? "" : ", " + cluster, TOKEN, "{cluster: c, user: u}", "");
    }

    private static String trusting(ApiStub server, String cluster) {
        return cluster(server.url(), TRUST + (cluster.isEmpty() ? "" : ", " + cluster));
    }

    private static String user(String user) {
        return whole("server: \"" + BY_ADDRESS.url() + "\"", ", " + TRUST, user, "{cluster: c, user: u}", "");
    }

    private static String context(String context) {
        return whole("server: \"" + BY_ADDRESS.url() + "\"", ", " + TRUST, TOKEN, context, "");
    }

    private static String open(String user) {
        return whole("server: \"" + PLAIN.url() + "\"", "", user, "{cluster: c, user: u}", "");
    }

    private static final String USUAL = user(TOKEN);
    private static final String OTHER = whole("server: \"https://127.0.0.1:1\"", "", "{token: of-another}", "{cluster: c, user: u}", "");

    static final List<Row> FILES = List.of(both("the usual", USUAL),
            both("JSON",
                    """
                            {"apiVersion": "v1", "kind": "Config", "clusters": [{"name": "c", "cluster": {"server": "%s", "certificate-authority-data": "%s"}}],
                             "users": [{"name": "u", "user": {"token": "%s"}}], "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}]}
                            """
                            .formatted(BY_ADDRESS.url(), CA.base64(), SECRET)),
            both("two YAML documents: the first counts", USUAL + "\n---\n" + OTHER),
            neither("two YAML documents: the second does not", "no context \"x\"; it has other", USUAL.replace("name: x", "name: other")
                    + "\n---\n" + USUAL),
            both("a leading ---", "---\n" + USUAL), both("a comment before ---", "# made by hand\n---\n" + USUAL),
            neither("an empty first document", "has no context \"x\"; it has none", "---\n---\n" + USUAL),
            both("a trailing ...", USUAL + "...\n"), both("a byte order mark", "\ufeff" + USUAL),
            both("lines that end as on Windows", USUAL.replace("\n", "\r\n")),
            new Row("UTF-16", Who.BOTH, "", StandardCharsets.UTF_16, List.of(USUAL)),
            new Row("Latin-1", Who.NEITHER, "is no YAML in UTF-8", StandardCharsets.ISO_8859_1, List.of("# caf\u00e9\n" + USUAL)),
            both("neither apiVersion nor kind", USUAL.replace("apiVersion: v1\nkind: Config\n", "")),
            neither("another kind", "its kind is not Config", USUAL.replace("kind: Config", "kind: Secret")),
            neither("another apiVersion", "or its apiVersion not v1", USUAL.replace("apiVersion: v1", "apiVersion: v2")),
            both("unknown keys, preferences, extensions",
                    USUAL + "whatever: 1\npreferences: {colors: true}\nextensions: [{name: e, extension: {a: 1}}]\n"),
            both("an unknown key of the user", user("{token: abc, tokn: x}")),
            both("an anchor",
                    USUAL.replace("users: [{name: u, user: {", "users: [{name: z, user: &a {token: of-z}}, {name: u, user: {<<: *a, ")),
            both("an alias", user("*a").replace("users: [", "users: [{name: z, user: &a {token: of-z}}, ")),
            both("a merge key", user("{<<: *a}").replace("users: [", "users: [{name: z, user: &a {token: of-z}}, ")),
            both("a key twice in a mapping: the last counts", user("{token: first, token: last}")),
            both("a list twice: the last counts", USUAL + "users: [{name: u, user: {token: last}}]\n"),
            neither("a context twice", "contexts holds the name \"x\" twice",
                    USUAL.replace("contexts: [", "contexts: [{name: x, context: {}}, ")),
            neither("a cluster twice", "clusters holds the name \"c\" twice",
                    USUAL.replace("clusters: [", "clusters: [{name: c, cluster: {}}, ")),
            neither("an unused user twice", "users holds the name \"q\" twice",
                    USUAL.replace("users: [", "users: [{name: q}, {name: q}, ")),
            both("an empty entry in a list", USUAL.replace("contexts: [", "contexts: [null, ")),
            both("an entry without a name", USUAL.replace("users: [", "users: [{user: {token: a}}, ")),
            neither("a token that is a number", "users.u.user.token is no text; quotes make it one", user("{token: 12345}")),
            neither("a flag that is a text", "clusters.c.cluster.insecure-skip-tls-verify is neither true nor false",
                    cluster(BY_ADDRESS.url(), "insecure-skip-tls-verify: \"true\"")),
            both("a flag that is yes", cluster(BY_ADDRESS.url(), "insecure-skip-tls-verify: yes")),
            neither("a context whose name is a number", "contexts.name is no text", USUAL.replace("name: x", "name: 5")),
            neither("clusters as a mapping", "clusters is no list",
                    "clusters: {c: {server: \"" + BY_ADDRESS.url() + "\"}}\ncontexts: []\n"),
            neither("an empty file", "has no context \"x\"; it has none", ""), neither("only a comment", "it has none", "# nothing\n"),
            neither("a text", "is no mapping", "just " + SECRET), neither("a list", "is no mapping", "[" + SECRET + "]"),
            neither("no YAML", "is no YAML", "users: [{token: " + SECRET + "}"), neither("a tab", "is no YAML", "a:\tb\n\tc: d"));

    static final List<Row> CONTEXTS = List.of(
            neither("an unknown context beside a current one", "has no context \"x\"; it has wrong",
                    USUAL.replace("name: x", "name: wrong") + "current-context: wrong\n"),
            neither("the same name in other letters", "has no context \"x\"; it has X", USUAL.replace("name: x", "name: X")),
            both("an unknown current context", USUAL + "current-context: gone\n"),
            both("an empty current context", USUAL + "current-context: \"\"\n"),
            neither("an unknown cluster", "names the cluster \"gone\", which is not in", context("{cluster: gone, user: u}")),
            neither("a name with a blank", "names the cluster \"c \", which is not in", context("{cluster: \"c \", user: u}")),
            neither("no cluster", "contexts.x.context names no cluster", context("{user: u}")),
            neither("an empty context", "contexts.x.context names no cluster", context("null")),
            neither("an unknown user", "names the user \"gone\", who is not in", context("{cluster: c, user: gone}")),
            neither("users: null", "names the user \"u\", who is not in", USUAL.replaceAll("users: .*", "users: null")),
            onlyBot("no user: kubectl asks a person", context("{cluster: c}")),
            onlyBot("an empty user name: kubectl asks a person", context("{cluster: c, user: \"\"}")),
            both("no user, http", open(TOKEN).replace(", user: u", "")),
            neither("a user without credentials", "users.u.user holds no credentials", user("{}")),
            neither("a user that is null", "users.u.user holds no credentials", user("null")),
            both("a user without credentials, http", open("{}")));

    static final List<Row> MERGED = List.of(
            both("user in the first, the rest in the second", "users: [{name: u, user: {token: first}}]", USUAL),
            both("the first has the cluster", USUAL, OTHER),
            neither("the first has the cluster, and it is nowhere", "connection was refused",
                    "clusters: [{name: c, cluster: {server: \"https://127.0.0.1:1\"}}]", USUAL),
            both("entries are not mixed", "users: [{name: u, user: {username: me, password: p}}]", USUAL),
            neither("an entry with half of it", "users.u.user holds no credentials", "users: [{name: u, user: {as: joe}}]", USUAL),
            neither("an empty user first", "users.u.user holds no credentials", "users: [{name: u}]", USUAL),
            neither("an empty context first", "contexts.x.context names no cluster", "contexts: [{name: x}]", USUAL),
            neither("a cluster without server first", "clusters.c.cluster.server is missing",
                    "clusters: [{name: c, cluster: {tls-server-name: z}}]", USUAL),
            neither("a broken second", "is no YAML", USUAL, "a: ["), both("an empty second", USUAL, ""),
            both("the same twice", USUAL, USUAL));

    static final List<Row> USERS = List.of(both("a token", USUAL), both("a token that looks like a date", user("{token: \"2026-01-01\"}")),
            neither("an empty token", "holds no credentials", user("{token: \"\"}")),
            both("a token with blanks", user("{token: \"a b \"}")),
            neither("a token of two lines", "users.u.user.token holds no token", user("{token: \"" + SECRET + "\\nb\"}")),
            both("a token file beside the kubeconfig", user("{tokenFile: token}")),
            both("a token file wins", user("{tokenFile: token, token: a}")),
            neither("a token file that is not there", "users.u.user.tokenFile names the file", user("{tokenFile: gone}")),
            both("a token beside a token file that is not there", user("{tokenFile: gone, token: a}")),
            both("a token beside a blank token file", user("{tokenFile: blank, token: a}")),
            neither("a blank token file", "users.u.user.tokenFile holds no token", user("{tokenFile: blank}")),
            both("a password", user("{username: me, password: p}")), both("a name without a password", user("{username: me}")),
            neither("a password without a name", "users.u.user.password stands there without a username",
                    user("{password: " + SECRET + "}")),
            neither("a password and a token", "users.u.user.username stands beside a token",
                    user("{username: me, password: p, token: " + SECRET + "}")),
            neither("a password and a token file", "users.u.user.username stands beside a token",
                    user("{username: me, password: p, tokenFile: token}")),
            both("somebody else",
                    user("{token: a, as: joe, as-uid: \"7\", as-groups: [a, b], as-user-extra: {\"Some/Key\": [v], k: [w]}}")),
            both("nobody else", user("{token: a, as: \"\"}")),
            neither("groups of nobody", "users.u.user.as is missing", user("{token: " + SECRET + ", as-groups: [a]}")),
            neither("an id of nobody", "users.u.user.as is missing", user("{token: " + SECRET + ", as-uid: \"7\"}")),
            neither("extras of nobody", "users.u.user.as is missing", user("{token: " + SECRET + ", as-user-extra: {k: [w]}}")),
            neither("somebody else without credentials", "holds no credentials", user("{as: joe}")),
            both("a certificate", user("{client-certificate-data: " + CERTIFICATE + ", client-key-data: " + KEY + "}")),
            both("a certificate and a token",
                    user("{token: a, client-certificate-data: " + CERTIFICATE + ", client-key-data: " + KEY + "}")),
            both("a certificate beside the kubeconfig", user("{client-certificate: client.crt, client-key: client.key}")),
            neither("a certificate twice", "client-certificate stands beside client-certificate-data",
                    user("{client-certificate: client.crt, client-certificate-data: "
                            + CERTIFICATE + ", client-key-data: " + KEY + "}")),
            neither("a key twice", "client-key stands beside client-key-data",
                    user("{client-certificate-data: " + CERTIFICATE + ", client-key: client.key, client-key-data: "
                            + KEY + "}")),
            neither("a certificate without its key", "client-key is missing",
                    user("{token: " + SECRET + ", client-certificate-data: " + CERTIFICATE + "}")),
            both("a key without a certificate, and a token", user("{token: a, client-key-data: " + KEY + "}")),
            neither("a key of another certificate", "client-key does not belong to",
                    user("{token: " + SECRET + ", client-certificate: other.crt, client-key: client.key}")),
            neither("a certificate that is not there", "client-certificate names the file",
                    user("{client-certificate: gone, client-key: client.key}")),
            neither("no base64", "client-certificate-data is no base64",
                    user("{token: " + SECRET + ", client-certificate-data: \"%%\", client-key-data: \"%%\"}")),
            neither("base64 of something else", "client-certificate holds no certificate",
                    user("{client-certificate-data: bm9uZQ==, client-key-data: bm9uZQ==}")),
            both("base64 in lines", user("{client-certificate-data: \"" + CERTIFICATE.substring(0, 64) + "\\n" + CERTIFICATE.substring(64)
                    + "\", client-key-data: " + KEY + "}")),
            neither("an auth-provider", "auth-provider is not read here", user("{token: " + SECRET + ", auth-provider: {name: gcp}}")),
            both("an auth-provider that is null", user("{token: a, auth-provider: null}")),
            both("an exec that is null", user("{token: a, exec: null}")));

    static final List<Row> CLUSTERS = List.of(
            neither("tls-server-name: a certificate for another name", "its certificate", trusting(BY_NAME, "")),
            both("tls-server-name: the name of the certificate", trusting(BY_NAME, "tls-server-name: api.other.example")),
            neither("tls-server-name: another name than the certificate's", "nope.example",
                    trusting(BY_NAME, "tls-server-name: nope.example")),
            neither("tls-server-name: another name, though the address fits", "nope.example",
                    trusting(BY_ADDRESS, "tls-server-name: nope.example")),
            both("tls-server-name: an address", cluster(BY_ADDRESS.url("localhost"), TRUST + ", tls-server-name: 127.0.0.1")),
            both("tls-server-name: empty", trusting(BY_ADDRESS, "tls-server-name: \"\"")),
            both("tls-server-name: another name, nothing verified",
                    cluster(BY_ADDRESS.url(), "tls-server-name: nope.example, insecure-skip-tls-verify: true")),
            neither("an address that the certificate has not", "localhost", cluster(BY_ADDRESS.url("localhost"), TRUST)),
            neither("an unknown authority", "no TLS connection", cluster(BY_ADDRESS.url(), "")),
            both("nothing verified", cluster(BY_NAME.url(), "insecure-skip-tls-verify: true")),
            neither("nothing verified, but an authority", "insecure-skip-tls-verify stands beside",
                    trusting(BY_ADDRESS, "insecure-skip-tls-verify: true")),
            both("an authority beside the kubeconfig", cluster(BY_ADDRESS.url(), "certificate-authority: ca.crt")),
            neither("an authority that is not there", "certificate-authority names the file",
                    cluster(BY_ADDRESS.url(), "certificate-authority: gone")),
            neither("an authority twice", "certificate-authority stands beside", trusting(BY_ADDRESS, "certificate-authority: ca.crt")),
            neither("an authority that is none", "certificate-authority holds no certificate",
                    cluster(BY_ADDRESS.url(), "certificate-authority-data: bm9uZQ==")),
            both("a path", cluster(BY_ADDRESS.url() + "/k8s/clusters/c-1", TRUST)),
            both("a path with a slash", cluster(BY_ADDRESS.url() + "/k8s/clusters/c-1/", TRUST)),
            both("a query", cluster(BY_ADDRESS.url() + "?a=b", TRUST)),
            both("HTTPS in capitals", cluster(BY_ADDRESS.url().replace("https", "HTTPS"), TRUST)),
            both("no compression", trusting(BY_ADDRESS, "disable-compression: true")),
            neither("a blank before", "server is no URL", cluster(" " + BY_ADDRESS.url(), TRUST)),
            neither("a blank behind", "server is no URL", cluster(BY_ADDRESS.url() + " ", TRUST)),
            neither("ftp", "server is no URL", cluster("ftp://127.0.0.1", TRUST)),
            neither("no scheme", "server is no URL that starts with", cluster("127.0.0.1:" + BY_ADDRESS.port(), TRUST)),
            onlyKubectl("no scheme: kubectl takes http", "server is no URL that starts with", cluster("127.0.0.1:" + PLAIN.port(), "")),
            onlyKubectl("a password in the URL", "server holds a user name or a password", cluster(BY_ADDRESS.url("u:p@127.0.0.1"), TRUST)),
            neither("an empty server", "server is missing", cluster("", TRUST)),
            neither("an empty authority", "no TLS connection", cluster(BY_ADDRESS.url(), "certificate-authority-data: \"\"")));

    @AfterAll
    static void close() {
        Stream.of(BY_ADDRESS, BY_NAME, PLAIN).forEach(ApiStub::close);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource({"FILES", "CONTEXTS", "MERGED", "USERS", "CLUSTERS"})
    void a_kubeconfig_leads_the_bot_where_it_leads_kubectl_or_nowhere(Row row) throws IOException {
        List<Path> files = write(row);
        String printed = Kubectl.ask(folder, files, Map.of());
        List<Map<String, List<String>>> byKubectl = asked();
        UnavailableException trouble = ask(files);
        List<Map<String, List<String>>> byBot = asked();
        boolean kubectl = row.who() == Who.BOTH || row.who() == Who.ONLY_KUBECTL;
        boolean bot = row.who() == Who.BOTH || row.who() == Who.ONLY_BOT;
        assertThat(byKubectl).as("kubectl says " + printed).hasSize(kubectl ? 1 : 0);
        assertThat(byBot).as("the bot says " + trouble).hasSize(bot ? 1 : 0);
        if (kubectl && bot) assertThat(byBot).isEqualTo(byKubectl);
        if (!bot) assertThat(trouble).hasMessageContaining(row.words()).hasMessageNotContaining(SECRET);
    }

    private List<Path> write(Row row) throws IOException {
        Files.writeString(folder.resolve("token"), "from-a-file\n");
        Files.writeString(folder.resolve("blank"), " \n");
        Files.writeString(folder.resolve("ca.crt"), CA.pem());
        Files.writeString(folder.resolve("client.crt"), CLIENT.pem());
        Files.writeString(folder.resolve("client.key"), CLIENT.keyPem());
        Files.writeString(folder.resolve("other.crt"), CA.forHost("somebody.else").pem());
        List<Path> files = new ArrayList<>();
        for (String content : row.files()) {
            files.add(Files.write(folder.resolve("kubeconfig-" + files.size()), content.getBytes(row.charset())));
        }
        return files;
    }

    private static UnavailableException ask(List<Path> files) {
        try (KubernetesCluster cluster = Place.impatient(files.toArray(Path[]::new))) {
            return catchThrowableOfType(UnavailableException.class, () -> cluster.ready(Place.target("x", "ns")));
        }
    }

    private static List<Map<String, List<String>>> asked() {
        return Stream.of(BY_ADDRESS, BY_NAME, PLAIN).flatMap(server -> server.asked().stream()).toList();
    }
}
