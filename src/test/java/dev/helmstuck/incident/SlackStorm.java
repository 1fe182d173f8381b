package dev.helmstuck.incident;

import java.util.stream.Stream;

import dev.helmstuck.simulator.kubernetes.ApiRequest;
import dev.helmstuck.simulator.kubernetes.Kind;
import dev.helmstuck.simulator.slack.Message;
import dev.helmstuck.simulator.slack.SlackFault;

/**
 * Slack in trouble. Three of the calls have pages: the thread and the channel, which are read after a message whose answer was lost, and
 * the members of a group. The enum is the name of an error.
 */
final class SlackStorm implements Storm {
    private static final String MORE = "\"has_more\": true, \"response_metadata\": {\"next_cursor\": \"again\"}}";

    private final Incident incident;
    private final Lines lines;
    private final Trouble trouble;
    private final String method;

    /** @param method the one that is in trouble; {@code *} is any, and all if no answer comes at all */
    SlackStorm(Incident incident, Lines lines, Trouble trouble, String method) {
        this.incident = incident;
        this.lines = lines;
        this.trouble = trouble;
        this.method = method;
    }

    @Override
    public void begin() {
        switch (trouble) {
            case HTTP_401, HTTP_403, HTTP_404, HTTP_409, HTTP_410, HTTP_429, HTTP_500, HTTP_502, HTTP_503 ->
                always(SlackFault.status(trouble.status()));
            case HTTP_429_LATER -> always(SlackFault.tooMany(Trouble.RETRY_AFTER));
            case REFUSED -> lines.slack.refuse();
            case RESET -> lines.slack.reset();
            case TIME_OUT -> lines.slack.swallow();
            case HALF -> always(SlackFault.halfAnswer());
            case HTML -> always(SlackFault.html());
            case BLANK -> always(SlackFault.answer(""));
            case EMPTY_PAGE -> {
                // a channel may be empty and is believed to be, so the lost message must be one of a thread
                if (incident.messages("root").isEmpty()) incident.slack().faults().next("chat.postMessage", SlackFault.none());
                pages("{\"ok\": true, \"messages\": []}", "{\"ok\": true, \"users\": []}");
            }
            case ENDLESS -> pages("{\"ok\": true, \"messages\": [{\"ts\": \"" + rootTs() + "\"}], " + MORE,
                    "{\"ok\": true, \"users\": [\"U0BOB\"], " + MORE);
            case UNKNOWN_ENUM -> always(SlackFault.error("brand_new_error"));
        }
    }

    private void always(SlackFault fault) {
        incident.slack().faults().always(method, fault);
    }

    /** The answer of the next message is lost, so that it is looked for in pages that are no good. */
    private void pages(String messages, String members) {
        incident.slack().faults().next("chat.postMessage", SlackFault.lostAnswer());
        Stream.of("conversations.history", "conversations.replies").forEach(each -> incident.slack().faults()
                .always(each, SlackFault.answer(messages)));
        incident.slack().faults().always("usergroups.users.list", SlackFault.answer(members));
    }

    /** A page of a thread begins with the message that the thread is about. */
    private String rootTs() {
        return incident.messages("root").stream().map(Message::ts).findFirst().orElse("1.000001");
    }

    @Override
    public void beginAfterTheDelete() {
        incident.before(ApiRequest.realDelete(Kind.SECRET), this::begin);
    }

    @Override
    public void end() {
        incident.slack().faults().clear();
        lines.slack.heal();
    }

    @Override
    public int calls() {
        return incident.slack().calls().size() + lines.slack.met();
    }

    @Override
    public String name() {
        return "Slack";
    }
}
