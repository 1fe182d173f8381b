package dev.helmstuck.slack;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.approval.Person;
import dev.helmstuck.config.SlackSettings;
import dev.helmstuck.doctor.ChatFacts;
import dev.helmstuck.doctor.ChatRooms;
import dev.helmstuck.doctor.ServerClock;
import dev.helmstuck.ports.ChatProbe;
import dev.helmstuck.ports.UnavailableException;
import jakarta.inject.Inject;

/** Asks Slack who the bot is, what it may do, and whom and what the policy means. */
final class SlackProbe implements ChatProbe {
    private static final Set<String> NOBODY = Set.of("user_not_found", "users_not_found");
    private static final Set<String> NO_GROUP = Set.of("no_such_subteam", "subteam_not_found");
    /** 20,000 channels. Slack gives at most so many a page, and may give fewer. */
    private static final String PER_PAGE = "1000";
    private static final int PAGES = 20;

    private final SlackApi api;
    private final SlackSettings settings;
    private final SlackPeople people;
    private final Clock clock;

    @Inject
    SlackProbe(SlackApi api, SlackSettings settings, SlackPeople people, Clock clock) {
        this.api = api;
        this.settings = settings;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public ChatFacts bot() {
        Attempt.Answered answer = inWords(() -> api.ask(settings.botToken(), "auth.test", Map.of()));
        Optional<Set<String>> scopes = answer.scopes()
                .map(header -> Arrays.stream(header.split(",", -1)).map(String::strip).filter(scope -> !scope.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
        return new ChatFacts(answer.body().path("user").asText("the bot"), scopes, ServerClock.of(answer.date(), clock.instant()));
    }

    /** The address that it gets in socket mode is thrown away: only who connects to it receives anything. */
    @Override
    public String events() {
        return switch (settings) {
            case SlackSettings.Socket socket -> {
                Attempt.Answered unused = inWords(() -> api.ask(socket.appToken(), "apps.connections.open", Map.of()));
                yield "socket mode";
            }
            case SlackSettings.Http http -> "http mode";
        };
    }

    @Override
    public ChatRooms rooms() {
        List<ChatRooms.ChatRoom> rooms = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < PAGES; page++) {
            Map<String, String> params = new HashMap<>(
                    Map.of("types", "public_channel,private_channel", "exclude_archived", "false", "limit", PER_PAGE));
            if (!cursor.isEmpty()) params.put("cursor", cursor);
            JsonNode answer = inWords(() -> api.call("conversations.list", params));
            if (!answer.path("channels").isArray())
                throw new UnavailableException("Slack", "Slack gave no list of channels (conversations.list).");
            answer.path("channels").forEach(channel -> rooms.add(room(channel)));
            cursor = answer.path("response_metadata").path("next_cursor").asText("");
            if (cursor.isEmpty()) return new ChatRooms(rooms, true);
        }
        return new ChatRooms(rooms, false);
    }

    @Override
    public Optional<ChatRooms.ChatRoom> room(String id) {
        try {
            return Optional.of(room(api.call("conversations.info", Map.of("channel", id)).path("channel")));
        } catch (SlackError refused) {
            if (refused.code().equals("channel_not_found")) return Optional.empty();
            throw refused.inWords();
        }
    }

    private static ChatRooms.ChatRoom room(JsonNode channel) {
        boolean shared = channel.path("is_ext_shared").asBoolean(false) || channel.path("is_pending_ext_shared").asBoolean(false);
        return new ChatRooms.ChatRoom(channel.path("name").asText(""), channel.path("is_archived").asBoolean(false),
                channel.path("is_member").asBoolean(false), shared);
    }

    @Override
    public Optional<Person> account(String idOrMail) {
        return unless(NOBODY, () -> idOrMail.contains("@") ? people.byMail(idOrMail) : people.person(idOrMail));
    }

    @Override
    public Optional<Set<String>> members(String group) {
        return unless(NO_GROUP, () -> people.group(group));
    }

    private static <T> Optional<T> unless(Set<String> codes, Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (UnavailableException refused) {
            if (refused.getCause() instanceof SlackError error && codes.contains(error.code())) return Optional.empty();
            throw refused;
        }
    }

    private static <T> T inWords(Supplier<T> question) {
        try {
            return question.get();
        } catch (SlackError refused) {
            throw refused.inWords();
        }
    }
}
