package dev.helmstuck.slack;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a message in the richest form that the workspace takes: checklist, else sections, else text. */
final class Sending {
    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private Sending() {}

    /** {@code before} runs ahead of each time that it is sent. */
    static JsonNode send(SlackApi api, String method, Map<String, String> params, Rendered rendered, Runnable before) {
        Iterator<Map<String, String>> forms = rendered.attempts().iterator();
        while (true) {
            Map<String, String> all = new HashMap<>(params);
            all.putAll(forms.next());
            try {
                return api.call(method, all, before);
            } catch (SlackError e) {
                if (!e.refusesBlocks() || !forms.hasNext()) {
                    throw method.equals("chat.postEphemeral") ? e : e.inWords();
                }
                LOG.info("Slack refused the blocks ({}), sending a simpler form", e.getMessage());
            }
        }
    }
}
