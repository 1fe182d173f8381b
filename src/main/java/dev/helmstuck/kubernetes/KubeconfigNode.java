package dev.helmstuck.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.helmstuck.ports.UnavailableException;

/** A mapping inside a kubeconfig. Every complaint names the file and the key, and quotes no value: it may be a credential. */
final class KubeconfigNode {
    private final Path file;
    private final String place;
    private final JsonNode mapping;

    /** @param place the key of this mapping, {@code users.bot.user}; blank for the whole file */
    KubeconfigNode(Path file, String place, JsonNode mapping) {
        this.file = file;
        this.place = place;
        this.mapping = mapping;
    }

    /** The text of this key; kubectl, too, takes an empty one for none. */
    Optional<String> text(String key) {
        return value(key, JsonNodeType.STRING).map(JsonNode::textValue).filter(text -> !text.isEmpty());
    }

    boolean flag(String key) {
        return value(key, JsonNodeType.BOOLEAN).map(JsonNode::booleanValue).orElse(false);
    }

    Optional<KubeconfigNode> child(String key) {
        return value(key, JsonNodeType.OBJECT).map(child -> new KubeconfigNode(file, at(key), child));
    }

    /** What stands for a child that is not there. */
    KubeconfigNode empty(String key) {
        return new KubeconfigNode(file, at(key), ApiResponse.JSON.createObjectNode());
    }

    List<KubeconfigNode> children(String key) {
        List<KubeconfigNode> all = new ArrayList<>();
        for (JsonNode item : value(key, JsonNodeType.ARRAY).orElse(ApiResponse.JSON.createArrayNode())) {
            if (item.isNull()) continue;
            if (!item.isObject()) throw wrong(key, "holds something that is no mapping");
            all.add(new KubeconfigNode(file, at(key), item));
        }
        return all;
    }

    List<String> texts(String key) {
        List<String> all = new ArrayList<>();
        for (JsonNode item : value(key, JsonNodeType.ARRAY).orElse(ApiResponse.JSON.createArrayNode())) {
            if (!item.isTextual()) throw wrong(key, "holds something that is no text; quotes make it one");
            all.add(item.textValue());
        }
        return all;
    }

    /** The keys of this mapping, in their order. */
    List<String> keys() {
        List<String> all = new ArrayList<>();
        mapping.fieldNames().forEachRemaining(all::add);
        return all;
    }

    /** What this key holds, whatever it is. */
    JsonNode raw(String key) {
        return mapping.path(key);
    }

    /** The file of this name; a relative one lies beside the kubeconfig. */
    Optional<Path> path(String key) {
        try {
            return text(key).map(name -> file.toAbsolutePath().resolveSibling(name));
        } catch (InvalidPathException impossible) {
            throw wrong(key, "is no name of a file");
        }
    }

    /** What {@code key-data} holds, or the file that {@code key} names. Both at once is refused, as kubectl does. */
    Optional<byte[]> content(String key) {
        Optional<String> data = text(key + "-data");
        Optional<Path> named = path(key);
        if (data.isPresent() && named.isPresent()) throw wrong(key, "stands beside " + key + "-data; keep one of the two");
        return data.isPresent() ? data.map(text -> decoded(key + "-data", text)) : named.map(path -> content(key, path));
    }

    /** The content of a file that this key names. */
    byte[] content(String key, Path named) {
        try {
            return Files.readAllBytes(named);
        } catch (IOException unreadable) {
            throw wrong(key, "names the file " + named + ", which cannot be read (missing, or not for this account)");
        }
    }

    private byte[] decoded(String key, String text) {
        try {
            return Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
        } catch (IllegalArgumentException broken) {
            throw wrong(key, "is no base64");
        }
    }

    private Optional<JsonNode> value(String key, JsonNodeType type) {
        JsonNode value = mapping.path(key);
        if (value.isMissingNode() || value.isNull()) return Optional.empty();
        if (value.getNodeType() == type) return Optional.of(value);
        throw wrong(key, switch (type) {
            case STRING -> "is no text; quotes make it one";
            case BOOLEAN -> "is neither true nor false";
            case ARRAY -> "is no list";
            case OBJECT, BINARY, MISSING, NULL, NUMBER, POJO -> "is no mapping";
        });
    }

    /** The same mapping, called by the name of its entry. */
    KubeconfigNode called(String name) {
        return new KubeconfigNode(file, place + "." + ApiResponse.cut(name), mapping);
    }

    private String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    UnavailableException wrong(String key, String what) {
        return ClusterErrors.of("the kubeconfig " + file + ": " + at(key) + " " + what);
    }

    @Override
    public String toString() {
        return file + ": " + place;
    }
}
