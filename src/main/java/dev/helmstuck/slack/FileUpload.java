package dev.helmstuck.slack;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.MessageRef;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.report.Attachment;

/**
 * Puts a file into a thread in Slack's three steps: ask for an address, send the bytes there, share it. Only the last step shows anything,
 * so only that one must not be done twice.
 */
final class FileUpload {
    private static final int LARGEST = 1 << 20;

    private final SlackApi api;

    FileUpload(SlackApi api) {
        this.api = api;
    }

    /**
     * The file's id stands for its message, whose own timestamp Slack does not tell. Throws {@link SlackError} if Slack does not take it.
     *
     * @param before runs right before it is shared
     */
    MessageRef send(Draft draft, Attachment file, Runnable before) {
        byte[] bytes = file.text().get().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LARGEST) throw new SlackError("files.getUploadURLExternal", "file_upload_size_restricted", "");
        JsonNode place = api.call("files.getUploadURLExternal",
                Map.of("filename", file.name(), "length", Integer.toString(bytes.length)));
        String id = place.path("file_id").asText("");
        String address = place.path("upload_url").asText("");
        if (id.isEmpty() || address.isEmpty()) {
            throw new UnavailableException("Slack", "Slack did not say where to send a file (files.getUploadURLExternal).");
        }
        api.upload(address, bytes);
        Map<String, String> share = new HashMap<>(
                Map.of("channel_id", draft.channel(), "initial_comment", Blocks.render(draft.report()).text(),
                        "files",
                        JsonNodeFactory.instance.arrayNode()
                                .add(JsonNodeFactory.instance.objectNode().put("id", id).put("title", file.name()))
                                .toString()));
        draft.thread().ifPresent(thread -> share.put("thread_ts", thread.ts()));
        JsonNode unused = api.call("files.completeUploadExternal", share, before);
        return new MessageRef(draft.channel(), id);
    }
}
