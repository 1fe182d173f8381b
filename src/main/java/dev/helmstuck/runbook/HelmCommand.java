package dev.helmstuck.runbook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads which release a shown {@code helm upgrade} or {@code helm install} deploys; none where a variable stands for its name. */
final class HelmCommand {
    private static final Pattern HELM = Pattern.compile(
            "^\\s*(?:[$+>(]+\\s*|(?:sudo|exec|time|env)\\s+|(?:timeout|nice)\\s+\\S+\\s+|\\w+=\\S*\\s+)*(?:\\S*/)?helm[34]?\\s+(.*)");
    private static final Pattern NEXT = Pattern.compile("&&|\\|\\||[;|]");
    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Set<String> NAMESPACE = Set.of("-n", "--namespace");
    /** The flags of Helm 3 and 4 that take no value; any other takes the next word. */
    private static final Set<String> ALONE = Set.of("-i", "--install", "--wait", "--wait-for-jobs", "--atomic", "--rollback-on-failure",
            "--debug",
            "--create-namespace", "--force", "--force-replace", "--force-conflicts", "--cleanup-on-fail", "--reset-values",
            "--reuse-values",
            "--reset-then-reuse-values", "--no-hooks", "--devel", "--verify", "--skip-crds", "--render-subchart-notes",
            "--dependency-update",
            "--disable-openapi-validation", "--skip-schema-validation", "--enable-dns", "--take-ownership", "--hide-notes", "--hide-secret",
            "--insecure-skip-tls-verify", "--kube-insecure-skip-tls-verify", "--pass-credentials", "--plain-http", "--replace", "-g",
            "--generate-name", "--server-side", "--dry-run");

    private HelmCommand() {}

    /** The releases that the commands of this line deploy. */
    static List<LoggedReleases.ReleaseName> releases(String line) {
        return NEXT.splitAsStream(line).flatMap(command -> deployed(command).stream()).toList();
    }

    private static Optional<LoggedReleases.ReleaseName> deployed(String command) {
        Matcher helm = HELM.matcher(command);
        if (!helm.find()) return Optional.empty();
        List<String> words = Arrays.stream(helm.group(1).strip().split("\\s+")).map(word -> word.replaceAll("^[\"']|[\"']$", "")).toList();
        List<String> arguments = new ArrayList<>();
        Optional<String> namespace = Optional.empty();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
            if (flag.equals("--dry-run") && !word.equals("--dry-run=none") && !word.equals("--dry-run=false")) return Optional.empty();
            if (!word.startsWith("-")) {
                arguments.add(word);
                continue;
            }
            boolean takesNext = !word.contains("=") && !ALONE.contains(flag);
            Optional<String> value = takesNext
                    ? Stream.of(at + 1).filter(next -> next < words.size()).map(words::get).findFirst()
                    : Optional.of(word.substring(word.indexOf('=') + 1));
            if (NAMESPACE.contains(flag)) namespace = value.filter(where -> NAME.matcher(where).matches());
            if (takesNext) at++;
        }
        boolean deploys = arguments.size() >= 3 && Set.of("upgrade", "install").contains(arguments.getFirst());
        return deploys && NAME.matcher(arguments.get(1)).matches()
                ? Optional.of(new LoggedReleases.ReleaseName(arguments.get(1), namespace))
                : Optional.empty();
    }
}
