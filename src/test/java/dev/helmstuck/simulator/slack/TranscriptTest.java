package dev.helmstuck.simulator.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.testing.FakeClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person reads: the transcript and the page. */
class TranscriptTest {

    private static final String CHANNEL = "C0INCIDENT";

    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-20T14:02:00Z"));
    private final SlackWorkspace slack = SlackWorkspace.start(clock);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void populate() {
        slack.addChannel(Channel.open(CHANNEL, "inc-4711"));
        slack.addMember(Member.person("U0ALICE", "alice", "Alice Archer"));
        slack.addMember(Member.person("U0BOB", "bob", "Bob Baker"));
        slack.addGroup("S0SRE", "sre", "U0BOB");
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        slack.close();
    }

    private JsonNode call(String method, String json) throws Exception {
        String answer = http.send(HttpRequest.newBuilder(URI.create(slack.apiUrl() + method)).header("Authorization", "Bearer " + slack
                .botToken()).header("Content-Type", "application/json; charset=utf-8").POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
                HttpResponse.BodyHandlers.ofString()).body();
        return SlackJson.parse(answer).orElseThrow();
    }

    private String playIncident() throws Exception {
        slack.slash("U0ALICE", CHANNEL, "gitlab-cny");
        String root = call("chat.postMessage", """
                {"channel":"C0INCIDENT","text":"fallback","blocks":[
                 {"type":"header","text":{"type":"plain_text","text":"gitlab-cny: looking"}},
                 {"type":"plan","title":"Checks","tasks":[
                  {"task_id":"1","title":"No deploy in flight","status":"complete","details":{"type":"rich_text","elements":[
                   {"type":"rich_text_section","elements":[{"type":"text","text":"no job runs"}]}]}},
                  {"task_id":"2","title":"Workloads are settled","status":"in_progress"},
                  {"task_id":"3","title":"The delete is possible","status":"pending"}]},
                 {"type":"context","elements":[{"type":"mrkdwn","text":"asked by <@U0ALICE>"}]}]}""").path("ts").asText();
        clock.advance(Duration.ofSeconds(75));
        String request = call("chat.postMessage",
                """
                        {"channel":"C0INCIDENT","thread_ts":"%s","text":"*Approve* until <!date^1795186800^{time}|15:00>: delete \
                        `sh.helm.release.v1.gitlab-cny.v42`, see <https://example.com/jobs/1|job 1>, <!subteam^S0SRE>, a &lt;b&gt; &amp; `*as is*`. \
                        A second engineer must agree before anything is deleted. :lock:"}"""
                        .formatted(root))
                .path("ts").asText();
        slack.react("U0BOB", CHANNEL, request, "white_check_mark");
        slack.react("U0ALICE", CHANNEL, request, "thinking_face");
        call("chat.postEphemeral", "{\"channel\":\"C0INCIDENT\",\"thread_ts\":\"" + root
                + "\",\"user\":\"U0ALICE\",\"text\":\"a second person must agree\"}");
        call("chat.postMessage", "{\"channel\":\"C0INCIDENT\",\"thread_ts\":\"" + root + "\",\"reply_broadcast\":true,\"text\":\"Done.\"}");
        call("chat.update",
                "{\"channel\":\"C0INCIDENT\",\"ts\":\"" + request + "\",\"text\":" + SlackJson.MAPPER.writeValueAsString(slack.message(
                        CHANNEL, request).orElseThrow().text()) + "}");
        return root;
    }

    @Test
    void reads_as_a_person_reads_it() throws Exception {
        playIncident();
        assertThat(slack.transcript(CHANNEL)).isEqualTo("""
                ── #inc-4711 ───────────────────────────────────────────────────────────────────────────────────────

                @alice  14:02:00  ·  typed, unseen by others
                  /helm-stuck gitlab-cny

                helm-stuck [APP]  14:02:00
                  ■ gitlab-cny: looking
                  ■ Checks
                    [✓] No deploy in flight
                        no job runs
                    […] Workloads are settled
                    [ ] The delete is possible
                  asked by @alice
                  │
                  │ helm-stuck [APP]  14:03:15  (edited)
                  │   Approve until 15:00: delete `sh.helm.release.v1.gitlab-cny.v42`, see job 1
                  │   (https://example.com/jobs/1), @sre, a <b> & `*as is*`. A second engineer must agree before
                  │   anything is deleted. 🔒
                  │   ✅ 1 (@bob)   :thinking_face: 1 (@alice)
                  │
                  │ helm-stuck [APP]  14:03:15  ·  only visible to @alice
                  │   a second person must agree
                  │
                  │ helm-stuck [APP]  14:03:15  ·  also sent to the channel
                  │   Done.

                ────────────────────────────────────────────────────────────────────────────────────────────────────
                """);
    }

    @Test
    void shows_every_kind_of_block() throws Exception {
        JsonNode answer = call("chat.postMessage", """
                {"channel":"C0INCIDENT","text":"x","blocks":[{"type":"divider"},
                 {"type":"section","fields":[{"type":"mrkdwn","text":"*Cluster*\\ngprd"}]},
                 {"type":"rich_text","elements":[
                  {"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[
                   {"type":"text","text":"one "},{"type":"link","url":"https://e.com","text":"link"},{"type":"user","user_id":"U0BOB"}]}]},
                  {"type":"rich_text_preformatted","elements":[{"type":"text","text":"a\\nb"}]}]},
                 {"type":"table","rows":[[{"type":"raw_text","text":"rev"},{"type":"raw_text","text":"status"}],
                  [{"type":"raw_text","text":"42"},{"type":"raw_text","text":"pending-upgrade"}]]},
                 {"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Cancel"}}]}]}""");
        assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
        assertThat(slack.transcript(CHANNEL)).contains("  Cluster gprd\n", "  • one link (https://e.com)@bob\n", "      a\n      b\n",
                "  rev  status\n  42   pending-upgrade\n", "  [ Cancel ]\n");
        assertThat(slack.messages(CHANNEL).getFirst().mentions()).containsExactly("<@U0BOB>");
    }

    @Test
    void keeps_lines_within_a_hundred_columns_unless_a_word_is_longer() throws Exception {
        call("chat.postMessage", "{\"channel\":\"C0INCIDENT\",\"text\":\"" + "some words ".repeat(40) + "x".repeat(120) + "\"}");
        assertThat(slack.transcript(CHANNEL).lines().filter(line -> line.length() > 100)).singleElement().asString()
                .contains("x".repeat(120));
    }

    @Test
    void shows_pages_everything_that_anybody_sees() throws Exception {
        String root = playIncident();
        Optional<Delivery> unused = slack.react("U0BOB", CHANNEL, root, "eyes");
        JsonNode shown = slack.shown();
        assertThat(shown.path("messages")).hasSize(5);
        assertThat(shown.path("messages").toString()).contains("`/helm-stuck gitlab-cny`", "\"name\":\"eyes\"");
        assertThat(shown.path("names").path("U0BOB").asText()).isEqualTo("bob");
        assertThat(shown.path("people")).hasSize(2);
    }
}
