package dev.helmstuck.kubernetes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.helmstuck.forecast.Live;
import dev.helmstuck.forecast.Live.LiveObject;
import dev.helmstuck.forecast.Live.UnreadKind;
import dev.helmstuck.forecast.ServedKind;
import dev.helmstuck.forecast.Wanted;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.Target;

/**
 * The objects that a forecast compares: one list of each kind in each namespace, whole, all at once. Of the lists only what a manifest
 * names or what carries the release's marks is kept; Helm's own records never leave the API server. What may not be listed is named.
 */
final class LiveObjects {
    /** It comes from a record, and becomes a part of a URL. */
    private static final Pattern API_VERSION = Pattern.compile("([a-z0-9]+([.-][a-z0-9]+)*/)?[a-z0-9]+");
    private static final String NO_RECORDS = "&fieldSelector=" + ApiRequest.encode("type!=" + RecordName.TYPE);

    private final Clients clients;

    LiveObjects(Clients clients) {
        this.clients = clients;
    }

    /** Throws nothing: what could not be read is in the answer. */
    Live read(Target target, List<Wanted> wanted) {
        Api api = clients.of(target);
        Discovery discovery = new Discovery(api, target);
        Map<ObjectList, Set<String>> places = new LinkedHashMap<>();
        List<UnreadKind> unread = new ArrayList<>();
        Set<String> clusterWide = new HashSet<>();
        Set<String> unserved = new HashSet<>();
        for (Wanted one : wanted) {
            try {
                Optional<ServedKind> served = discovery.find(one.apiVersion(), one.kind());
                if (served.filter(kind -> kind.apiVersion().equals(one.apiVersion())).isEmpty()) {
                    unserved.add(one.apiVersion() + " " + one.kind());
                }
                if (served.isEmpty()) continue;
                ServedKind kind = served.get();
                if (!kind.namespaced()) clusterWide.add(kind.group() + "/" + kind.kind());
                places.computeIfAbsent(new ObjectList(kind, kind.namespaced() ? one.namespace().orElse(target.namespace()) : ""),
                        none -> new HashSet<>()).addAll(one.names());
            } catch (UnavailableException unknown) {
                unread.add(new UnreadKind(one.apiVersion(), one.kind(), one.namespace().orElse(target.namespace()), unknown.why()));
            }
        }
        List<LiveObject> objects = new ArrayList<>();
        Map<String, Map<String, Object>> schemas = new LinkedHashMap<>();
        for (Found found : all(api, target, places)) {
            objects.addAll(found.objects());
            unread.addAll(found.unread());
            schemas.putAll(found.schemas());
        }
        return new Live(objects, unread, clusterWide, schemas, unserved);
    }

    private record ObjectList(ServedKind kind, String namespace) {
        private UnreadKind unread(UnavailableException refused) {
            return new UnreadKind(kind.apiVersion(), kind.kind(), namespace, refused.why());
        }
    }

    private record Found(List<LiveObject> objects, List<UnreadKind> unread, Map<String, Map<String, Object>> schemas) {}

    private static List<Found> all(Api api, Target target, Map<ObjectList, Set<String>> places) {
        Map<String, List<ObjectList>> customs = places.keySet().stream().filter(place -> !place.kind().isBuiltIn())
                .collect(Collectors.groupingBy(place -> place.kind().apiVersion()));
        Stream<Callable<Found>> schemas = customs.entrySet().stream().map(one -> () -> schemas(api, target, one.getKey(), one.getValue()));
        Stream<Callable<Found>> lists = places.entrySet().stream().map(entry -> () -> list(api, target, entry.getKey(), entry.getValue()));
        return Together.ask(target.cluster(), Stream.concat(schemas, lists).toList());
    }

    private static Found list(Api api, Target target, ObjectList place, Set<String> names) {
        HelmOwnership marks = new HelmOwnership(target);
        Predicate<JsonNode> keep = object -> names.contains(object.path("metadata").path("name").asText()) || marks.on(object);
        ServedKind kind = place.kind();
        try {
            boolean secrets = kind.group().isEmpty() && kind.plural().equals(Resource.SECRETS.plural());
            return new Found(api.list(ask(target, place), secrets ? NO_RECORDS : "", keep).stream()
                    .map(object -> new LiveObject(kind.apiVersion(), kind.kind(), place.namespace(),
                            object.path("metadata").path("name").asText(), Trees.map(object)))
                    .toList(), List.of(), Map.of());
        } catch (UnavailableException refused) {
            return new Found(List.of(), List.of(place.unread(refused)), Map.of());
        }
    }

    /** What is filled into custom objects; without it a difference might be none. */
    private static Found schemas(Api api, Target target, String apiVersion, List<ObjectList> places) {
        Map<String, Map<String, Object>> schemas = new LinkedHashMap<>();
        try {
            JsonNode all = api.find(ApiRequest.schema(target, apiVersion)).map(found -> found.path("components").path("schemas"))
                    .orElseGet(MissingNode::getInstance);
            for (JsonNode schema : all)
                for (JsonNode kind : schema.path("x-kubernetes-group-version-kind"))
                    if (places.stream().anyMatch(place -> place.kind().kind().equals(kind.path("kind").asText())))
                        schemas.put(apiVersion + " " + kind.path("kind").asText(), Trees.map(schema));
            return new Found(List.of(), List.of(), schemas);
        } catch (UnavailableException refused) {
            return new Found(List.of(), places.stream().map(place -> place.unread(refused)).toList(), Map.of());
        }
    }

    private static ApiRequest ask(Target target, ObjectList place) {
        return ApiRequest.list(target, place.kind(), place.namespace());
    }

    /** Which kinds there are besides Kubernetes' own; each group is asked for once. */
    private record Discovery(Api api, Target target, Map<String, Map<String, ServedKind>> groups, List<String> known) {

        Discovery(Api api, Target target) {
            this(api, target, new ConcurrentHashMap<>(), new ArrayList<>());
        }

        /** In this version, or in another one; empty if the kind is served in none. */
        Optional<ServedKind> find(String apiVersion, String kind) {
            return ServedKind.builtIn(apiVersion, kind).or(() -> served(apiVersion, kind)).or(() -> inAnotherVersion(apiVersion, kind));
        }

        private Optional<ServedKind> served(String apiVersion, String kind) {
            return Optional.ofNullable(groups.computeIfAbsent(apiVersion, this::ask).get(kind));
        }

        private Optional<ServedKind> inAnotherVersion(String apiVersion, String kind) {
            String group = apiVersion.substring(0, apiVersion.indexOf('/') + 1);
            return group.isEmpty()
                    ? Optional.empty()
                    : versions().stream().filter(version -> version.startsWith(group))
                            .flatMap(version -> ServedKind.builtIn(version, kind).or(() -> served(version, kind)).stream()).findFirst();
        }

        /** The API server says of a version that is gone nothing that could be told from a wrong path: its list of groups does. */
        private Map<String, ServedKind> ask(String apiVersion) {
            if (!API_VERSION.matcher(apiVersion).matches()) return Map.of();
            try {
                return kinds(apiVersion);
            } catch (UnavailableException failed) {
                if (!apiVersion.contains("/") || versions().contains(apiVersion)) throw failed;
                return Map.of();
            }
        }

        private List<String> versions() {
            if (known.isEmpty()) {
                api.find(ApiRequest.groups(target)).stream().flatMap(all -> stream(all.path("groups")))
                        .flatMap(group -> stream(group.path("versions"))).map(version -> version.path("groupVersion").asText())
                        .forEach(known::add);
            }
            return known;
        }

        private Map<String, ServedKind> kinds(String apiVersion) {
            ApiRequest ask = ApiRequest.kinds(target, apiVersion);
            Map<String, ServedKind> kinds = new LinkedHashMap<>();
            api.find(ask).map(found -> found.path("resources")).stream().flatMap(list -> stream(list))
                    .filter(one -> !one.path("name").asText("/").contains("/"))
                    .forEach(one -> kinds.put(one.path("kind").asText(), new ServedKind(apiVersion, one.path("kind").asText(),
                            one.path("name").asText(), one.path("namespaced").asBoolean())));
            return kinds;
        }

        private static Stream<JsonNode> stream(JsonNode list) {
            List<JsonNode> items = new ArrayList<>();
            list.forEach(items::add);
            return items.stream();
        }
    }
}
