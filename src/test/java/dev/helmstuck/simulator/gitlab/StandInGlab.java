package dev.helmstuck.simulator.gitlab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code glab api} as far as commands by hand use it, after GitLab's CLI ({@code internal/commands/api/api.go}, {@code internal/api}):
 * which host is asked, with which token, that all pages are followed by the {@code Link} header and printed one behind the other, and how
 * a refusal ends. Refuses every flag that it does not know.
 */
public final class StandInGlab {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");

    private StandInGlab() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.exit(run(new ArrayList<>(Arrays.asList(arguments)), System.getenv()));
    }

    private static int run(List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
        if (arguments.isEmpty() || !arguments.removeFirst().equals("api")) return refuse("unknown command");
        boolean paginate = arguments.remove("--paginate");
        Optional<String> hostname = value(arguments, "--hostname");
        if (arguments.size() != 1 || arguments.getFirst().startsWith("-")) return refuse("unknown flag or argument: " + arguments);
        if (hostname.filter(name -> name.contains("/") || name.contains(":")).isPresent()) {
            return refuse("error parsing --hostname: invalid hostname.");
        }
        String path = arguments.getFirst();
        if (paginate && !path.contains("per_page=")) path += (path.contains("?") ? "&" : "?") + "per_page=100";
        return print(base(hostname, environment) + path, environment.getOrDefault("GITLAB_TOKEN", ""), paginate);
    }

    private static Optional<String> value(List<String> arguments, String flag) {
        int at = arguments.indexOf(flag);
        if (at < 0) return Optional.empty();
        arguments.remove(at);
        return Optional.of(arguments.remove(at));
    }

    /** The host of the flag, else of the environment, a URL or a name; where its API is may be configured apart. */
    private static String base(Optional<String> hostname, Map<String, String> environment) {
        String host = hostname.orElse(environment.getOrDefault("GITLAB_HOST", "gitlab.com"));
        String protocol = host.startsWith("http://") ? "http" : environment.getOrDefault("API_PROTOCOL", "https");
        String name = host.replaceFirst("^https?://", "").replaceFirst("/+$", "");
        return protocol + "://" + environment.getOrDefault("GITLAB_API_HOST", name) + "/api/v4/";
    }

    private static int print(String first, String token, boolean paginate) throws IOException, InterruptedException {
        Optional<String> page = Optional.of(first);
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (page.isPresent()) {
                URI url = URI.create(page.get().replace("[", "%5B").replace("]", "%5D"));
                HttpResponse<String> answer = client.send(HttpRequest.newBuilder(url).header("PRIVATE-TOKEN", token).build(),
                        HttpResponse.BodyHandlers.ofString());
                System.out.print(answer.body());
                if (answer.statusCode() > 299) return refuse("HTTP " + answer.statusCode());
                page = paginate ? answer.headers().firstValue("Link").flatMap(StandInGlab::next) : Optional.empty();
            }
        }
        System.out.flush();
        return 0;
    }

    private static Optional<String> next(String link) {
        Matcher next = NEXT.matcher(link);
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    private static int refuse(String why) {
        System.out.flush();
        System.err.println("glab: " + why);
        return 1;
    }
}
