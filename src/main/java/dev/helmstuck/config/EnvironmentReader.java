package dev.helmstuck.config;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.helmstuck.config.GitlabSettings.IncidentProject;

/** Turns the variables into the settings of each adapter; an empty answer means that the problems say why. */
final class EnvironmentReader {

    /** Letters that may stand in an HTTP header; anything else would end in an error that quotes the token. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern PROJECT = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    private static final Pattern API_VERSION = Pattern.compile("(?i).*/api(?:/v\\d+)?/*");
    private static final Pattern PROXY = Pattern
            .compile("(?i)(?:http://|socks5h?://)?(?:[^/@\\s]+@)?(?:[A-Za-z0-9._-]+|\\[[0-9a-f:.]+])(?::\\d{1,5})?/?");
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final Variables variables;
    private final Path workingDirectory;

    EnvironmentReader(Variables variables, Path workingDirectory) {
        this.variables = variables;
        this.workingDirectory = workingDirectory;
    }

    Optional<SlackSettings> slack() {
        Optional<String> mode = variables.required(Variable.SLACK_MODE, "socket or http",
                value -> Optional.of(value).filter(List.of("socket", "http")::contains));
        Optional<Token> bot = token(Variable.SLACK_BOT_TOKEN, "the bot token of the Slack app (xoxb-…)");
        Optional<URI> api = url(Variable.SLACK_API_URL, "an absolute http or https URL that ends in /api/, such as https://slack.com/api/",
                url -> url.getRawPath().endsWith("/api/"));
        if (mode.isEmpty())
            return Optional.empty();
        boolean http = mode.get().equals("http");
        Optional<Token> secret = http
                ? token(Variable.SLACK_SIGNING_SECRET, "the signing secret of the Slack app, because SLACK_MODE is http")
                : token(Variable.SLACK_APP_TOKEN, "an app-level token with connections:write (xapp-…), because SLACK_MODE is socket");
        if (bot.isEmpty() || api.isEmpty() || secret.isEmpty())
            return Optional.empty();
        return Optional.of(http
                ? new SlackSettings.Http(bot.get(), api.get(), secret.get())
                : new SlackSettings.Socket(bot.get(), api.get(), secret.get()));
    }

    Optional<GitlabSettings> gitlab() {
        Optional<URI> url = gitlab(Variable.GITLAB_URL);
        Optional<Token> token = token(Variable.GITLAB_TOKEN, "a GitLab token with the scope read_api");
        Optional<Token> rerun = variables.value(Variable.GITLAB_RERUN_TOKEN).isEmpty()
                ? Optional.empty()
                : token(Variable.GITLAB_RERUN_TOKEN, "a GitLab token with the scope api, or nothing");
        Optional<IncidentProject> incidents = url.flatMap(this::incidents);
        if (url.isEmpty() || token.isEmpty())
            return Optional.empty();
        return Optional.of(new GitlabSettings(withoutSlash(url.get()), token.get(), rerun, incidents));
    }

    private Optional<URI> gitlab(Variable variable) {
        return url(variable, "the absolute http or https URL of GitLab, without /api/v4, such as https://ops.gitlab.net",
                address -> !API_VERSION.matcher(address.getRawPath()).matches());
    }

    /** Project and token, or neither. */
    private Optional<IncidentProject> incidents(URI gitlab) {
        if (Stream.of(Variable.GITLAB_INCIDENT_PROJECT, Variable.GITLAB_INCIDENT_TOKEN, Variable.GITLAB_INCIDENT_URL)
                .allMatch(each -> variables.value(each).isEmpty()))
            return Optional.empty();
        Optional<URI> url = variables.value(Variable.GITLAB_INCIDENT_URL).isEmpty()
                ? Optional.of(gitlab)
                : gitlab(Variable.GITLAB_INCIDENT_URL);
        Optional<String> project = variables.required(Variable.GITLAB_INCIDENT_PROJECT,
                "the full path of a GitLab project, such as group/project, for --incident",
                value -> Optional.of(value).filter(PROJECT.asMatchPredicate()));
        Optional<Token> token = token(Variable.GITLAB_INCIDENT_TOKEN,
                "a GitLab token with the scope api, for --incident");
        return url.isEmpty() || project.isEmpty() || token.isEmpty()
                ? Optional.empty()
                : Optional.of(new IncidentProject(withoutSlash(url.get()), project.get(), token.get()));
    }

    /**
     * The files as kubectl would merge them. One that is not there is refused, where kubectl passes over it: another file could then
     * give its own cluster to the same name.
     */
    Optional<ClusterSettings> cluster() {
        List<Path> files = variables.value(Variable.KUBECONFIG).stream().flatMap(EnvironmentReader::names).map(this::kubeconfig)
                .flatMap(Optional::stream).distinct().toList();
        return Optional.of(new ClusterSettings(files, proxies()));
    }

    private ProxyVariables proxies() {
        return new ProxyVariables(variables.value(Variable.HTTPS_PROXY), variables.value(Variable.HTTP_PROXY),
                variables.value(Variable.NO_PROXY));
    }

    /** A bundle with a mistake is empty, and a problem. */
    NetworkSettings network() {
        Optional<String> name = variables.value(Variable.HELM_STUCK_CA_BUNDLE);
        return new NetworkSettings(proxies(), name.map(this::authorities).orElse(List.of()));
    }

    private List<X509Certificate> authorities(String name) {
        try (InputStream in = Files.newInputStream(workingDirectory.resolve(name))) {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast).toList();
            if (!all.isEmpty()) return all;
        } catch (IOException | InvalidPathException | CertificateException wrong) {
            // told below, without a word of the file
        }
        variables.wrong(Variable.HELM_STUCK_CA_BUNDLE, name,
                "a file that can be read, with at least one certificate in PEM and nothing else but comments");
        return List.of();
    }

    private static Stream<String> names(String list) {
        List<String> names = Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(list)
                .filter(Predicate.not(String::isBlank)).toList();
        return names.isEmpty() ? Stream.of(list) : names.stream();
    }

    private Optional<Path> kubeconfig(String name) {
        Optional<Path> file = path(name).filter(Files::isRegularFile).filter(Files::isReadable);
        if (file.isEmpty()) {
            variables.wrong(Variable.KUBECONFIG, name, "a kubeconfig file that exists and can be read"
                    + (name.startsWith("~") ? "; a ~ is not replaced here" : ""));
        }
        return file;
    }

    Optional<StoreSettings> store() {
        return variables.required(Variable.DATABASE_URL,
                "a JDBC URL that starts with jdbc:sqlite: and names a file, or one that starts with jdbc:postgresql:",
                value -> Optional.of(value).filter(EnvironmentReader::keepsWhatIsStored)).map(StoreSettings::new);
    }

    /** Only whether it is right: it is in force already, by {@link LogFormat#early}. */
    void log() {
        var unused = variables.required(Variable.HELM_STUCK_LOG, "text or json", LogFormat::of);
    }

    Optional<HttpSettings> http() {
        Optional<String> host = variables.required(Variable.HTTP_HOST, "a host name or an IP address, without port",
                value -> Optional.of(value).filter(HOST.asMatchPredicate()));
        Optional<Integer> port = variables.required(Variable.HTTP_PORT, "a port from 0 (any free one) to 65535", EnvironmentReader::port);
        return host.flatMap(name -> port.map(number -> new HttpSettings(name, number)));
    }

    /** Proxies that nothing here can use; told, not refused, for all servers may be excepted from them. */
    List<String> oddProxies() {
        return Stream.of(Variable.HTTPS_PROXY, Variable.HTTP_PROXY)
                .filter(variable -> variables.value(variable).filter(PROXY.asMatchPredicate().negate()).isPresent())
                .map(variable -> variables.source(variable) + ": " + variable.name()
                        + ": cannot be used; expected http://[NAME:PASSWORD@]HOST[:PORT], or socks5://HOST[:PORT] for GitLab and clusters")
                .toList();
    }

    /** Tokens that are probably in the wrong variable; told, not refused, for a test server may use any. */
    List<String> swappedTokens() {
        return Stream.of(swapped(Variable.SLACK_BOT_TOKEN, "xapp-", "an app-level token"),
                swapped(Variable.SLACK_APP_TOKEN, "xoxb-", "a bot token")).flatMap(Optional::stream).toList();
    }

    private Optional<String> swapped(Variable variable, String prefix, String what) {
        return variables.value(variable).filter(value -> value.startsWith(prefix))
                .map(value -> variables.source(variable) + ": " + variable.name() + ": looks like " + what + " of Slack");
    }

    private Optional<Token> token(Variable variable, String expected) {
        return variables.required(variable, expected, value -> Optional.of(value).filter(TOKEN.asMatchPredicate())).map(Token::new);
    }

    private Optional<URI> url(Variable variable, String expected, Predicate<URI> rule) {
        return variables.required(variable, expected, value -> address(value).filter(rule));
    }

    private static Optional<URI> address(String value) {
        try {
            URI url = new URI(value);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean plain = url.getHost() != null && url.getRawUserInfo() == null && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            return Optional.of(url).filter(any -> plain && (scheme.equals("http") || scheme.equals("https")));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static URI withoutSlash(URI url) {
        return URI.create(url.toString().replaceFirst("/+$", ""));
    }

    private Optional<Path> path(String value) {
        try {
            return Optional.of(workingDirectory.resolve(value));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A database that lives in memory would forget an approval at a restart. */
    private static boolean keepsWhatIsStored(String url) {
        if (url.startsWith(POSTGRESQL))
            return url.length() > POSTGRESQL.length();
        return url.startsWith(SQLITE) && !url.substring(SQLITE.length()).isBlank() && !url.contains(":memory:")
                && !url.contains("mode=memory");
    }

    private static Optional<Integer> port(String value) {
        return Optional.of(value).filter(digits -> digits.matches("\\d{1,5}")).map(Integer::valueOf).filter(number -> number <= 65_535);
    }
}
