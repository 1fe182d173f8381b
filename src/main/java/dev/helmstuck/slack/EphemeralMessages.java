package dev.helmstuck.slack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.ports.Aside;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Line;
import dev.helmstuck.report.Line.Span;
import dev.helmstuck.report.Report;
import dev.helmstuck.report.Section;

/** Ephemeral messages in a thread, and what is said aloud where Slack has nobody to show them to. */
final class EphemeralMessages {
    private final SlackApi api;
    private final Aloud aloud;

    EphemeralMessages(SlackApi api, Aloud aloud) {
        this.api = api;
        this.aloud = aloud;
    }

    void whisper(Aside.ByWhisper to, Report report) {
        Map<String, String> place = new HashMap<>(Map.of("channel", to.channel()));
        to.thread().ifPresent(thread -> place.put("thread_ts", thread));
        Map<String, String> person = new HashMap<>(place);
        person.put("user", to.user());
        try {
            Sending.send(api, "chat.postEphemeral", person, Blocks.render(report), () -> {});
        } catch (SlackError e) {
            if (!e.refusesPerson()) {
                throw e.inWords();
            }
            aloud.post(place, named(report, to.user()));
        }
    }

    /** The same for everybody's eyes: says whom it is for and mentions nobody. */
    private Report named(Report report, String user) {
        Section whom = Section.plain(Line.of(new Span.Text("For "), new Span.Strong(name(user)),
                new Span.Text(", whom Slack cannot show this privately.")));
        List<Section> unmentioning = report.sections().stream()
                .map(section -> new Section(section.heading(), section.lines().stream().map(Mrkdwn::unmentioning).toList()))
                .toList();
        return new Report(report.tone(), Mrkdwn.unmentioning(report.headline()), report.tasks(),
                Stream.concat(Stream.of(whom), unmentioning.stream()).toList());
    }

    private String name(String user) {
        try {
            JsonNode found = api.call("users.info", Map.of("user", user)).path("user");
            return Stream.of(found.path("profile").path("display_name"), found.path("real_name"), found.path("name"))
                    .map(name -> name.asText("").strip()).filter(name -> !name.isEmpty()).findFirst().orElse(user);
        } catch (SlackError | UnavailableException e) {
            return user; // the id names them too
        }
    }

    /** Posts a message. */
    interface Aloud {
        MessageRef post(Map<String, String> params, Report report);
    }
}
