package dev.helmstuck.runbook.checks;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.helmstuck.runbook.CiJob;
import dev.helmstuck.runbook.Target;

/** The command that shows the active jobs as {@link NoDeployInFlight} does: name, id, status, since when and by whom, of all pages. */
final class JobsByHand {

    private static final String SHOWN = "jq -r '.[] | \"\\(.name) #\\(.id), \\(.status) since \\(.started_at // .created_at), "
            + "by \\(.user.username)\"'";

    private static final Pattern PLAIN = Pattern.compile("https://([A-Za-z0-9.-]+)/?");

    private JobsByHand() {}

    static String command(Target target) {
        List<String> projects = target.watched().keySet().stream().map(project -> project.replace("/", "%2F")).toList();
        String query = "/jobs?per_page=100" + CiJob.ACTIVE.stream().map(status -> "&scope[]=" + status).collect(Collectors.joining());
        String glab = target.gitlab().map(JobsByHand::glab).orElse("glab api");
        String list = projects.size() == 1
                ? glab + " --paginate 'projects/" + projects.getFirst() + query + "'"
                : "for project in " + String.join(" ", projects) + "; do " + glab + " --paginate \"projects/$project" + query + "\"; done";
        return list + " | " + SHOWN;
    }

    /**
     * {@code glab} aimed at this GitLab. {@code --hostname} wins over the remote of a checkout that one happens to stand in, which
     * {@code GITLAB_HOST} does not in every version; but it takes no port and no path.
     */
    private static String glab(String url) {
        Matcher plain = PLAIN.matcher(url);
        return plain.matches() ? "glab api --hostname " + plain.group(1) : "GITLAB_HOST='" + url.replace("'", "%27") + "' glab api";
    }
}
