package dev.helmstuck.simulator.kubernetes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a real API server checks and fills in before it stores an object, as far as the bot's own objects can get it wrong. */
final class Admission {
    private static final int SECRET_LIMIT = 1024 * 1024;
    private static final String SUBDOMAIN = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private static final String PART = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final Pattern LABEL_KEY = Pattern.compile("(" + SUBDOMAIN + "/)?" + PART);
    private static final Pattern LABEL_VALUE = Pattern.compile("(" + PART + ")?");

    private Admission() {}

    /** The object as it would be stored; refuses what cannot be. The name has been generated already. */
    static void check(Kind kind, ObjectNode object) {
        List<Refused.Cause> causes = new ArrayList<>();
        ObjectNode metadata = Json.metadata(object);
        String name = metadata.path("name").asText();
        if (name.isEmpty()) {
            causes.add(new Refused.Cause("metadata.name", "FieldValueRequired", "Required value: name or generateName is required"));
        } else if (!name.matches(SUBDOMAIN) || name.length() > 253) {
            causes.add(invalid("metadata.name", name, "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
                    + "'-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '"
                    + SUBDOMAIN + "')"));
        }
        metadata.path("labels").properties().forEach(label -> checkLabel(label.getKey(), label.getValue().asText(), causes));
        if (kind == Kind.SECRET)
            checkSecret(object, causes);
        if (kind == Kind.EVENT)
            checkEvent(object, causes);
        if (!causes.isEmpty())
            throw Refused.invalid(kind.group(), kind.title(), name, causes);
    }

    private static void checkLabel(String key, String value, List<Refused.Cause> causes) {
        if (!LABEL_KEY.matcher(key).matches() || key.substring(key.indexOf('/') + 1).length() > 63) {
            causes.add(invalid("metadata.labels", key, "name part must consist of alphanumeric characters, '-', '_' or '.', and must start "
                    + "and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '"
                    + PART + "')"));
        }
        if (value.length() > 63) {
            causes.add(new Refused.Cause("metadata.labels", "FieldValueInvalid",
                    "Invalid value: \"" + value + "\": must be no more than 63 bytes"));
        } else if (!LABEL_VALUE.matcher(value).matches()) {
            causes.add(invalid("metadata.labels", value,
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', "
                            + "'_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex "
                            + "used for validation is '(" + PART + ")?')"));
        }
    }

    private static void checkSecret(ObjectNode secret, List<Refused.Cause> causes) {
        if (!secret.hasNonNull("type"))
            secret.put("type", "Opaque");
        JsonNode texts = secret.remove("stringData");
        if (texts != null && !texts.isEmpty()) {
            ObjectNode data = secret.withObject("/data");
            texts.properties().forEach(text -> data.put(text.getKey(),
                    Base64.getEncoder().encodeToString(text.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
        int total = 0;
        for (var entry : secret.path("data").properties())
            total += decoded(entry.getValue().asText()).length;
        if (total > SECRET_LIMIT) {
            causes.add(new Refused.Cause("data", "FieldValueTooLong", "Too long: may not be more than " + SECRET_LIMIT + " bytes"));
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest("Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte "
                    + firstIllegal(base64));
        }
    }

    private static int firstIllegal(String base64) {
        int at = 0;
        while (at < base64.length() && (Character.isLetterOrDigit(base64.charAt(at)) || "+/".indexOf(base64.charAt(at)) >= 0))
            at++;
        return at;
    }

    private static void checkEvent(ObjectNode event, List<Refused.Cause> causes) {
        String about = event.at("/involvedObject/namespace").asText("");
        if (!about.equals(Json.metadata(event).path("namespace").asText())) {
            causes.add(invalid("involvedObject.namespace", about, "does not match event.namespace"));
        }
    }

    private static Refused.Cause invalid(String field, String value, String why) {
        return new Refused.Cause(field, "FieldValueInvalid", "Invalid value: \"" + value + "\": " + why);
    }
}
