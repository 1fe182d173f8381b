package dev.helmstuck.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server makes of a custom resource by its schema. */
class CustomDefaultsTest {
    private static final Map<String, Object> SCHEMA = Yaml.object("""
            apiVersion: v1
            kind: Schema
            metadata: {name: a}
            properties:
              spec:
                properties:
                  size: {type: integer, default: 1}
                  fixed: {type: string, x-kubernetes-validations: [{rule: self == oldSelf}]}
                  pair: {x-kubernetes-validations: [{rule: "self.a==oldSelf.a"}], additionalProperties: {type: string}}
                  free: {x-kubernetes-preserve-unknown-fields: true, properties: {known: {properties: {a: {type: string}}}}}
                  parts: {items: {properties: {id: {type: string}}}}
                  template: {x-kubernetes-embedded-resource: true, properties: {spec: {x-kubernetes-preserve-unknown-fields: true}}}
                  any: {additionalProperties: true}
            """);

    @Test
    void what_the_schema_does_not_know_is_not_stored() {
        assertThat(stored("{no: 1, fixed: a, parts: [{id: a, no: 1}], pair: {a: b, c: d}}"))
                .isEqualTo(spec("{fixed: a, parts: [{id: a}], pair: {a: b, c: d}, size: 1}"));
        assertThat(stored("{size: 2, free: {any: 1, known: {a: b, no: 1}}, any: {a: {b: c}}}"))
                .isEqualTo(spec("{size: 2, free: {any: 1, known: {a: b}}, any: {a: {b: c}}}"));
        assertThat(stored("{size: 2, template: {kind: Pod, metadata: {name: a}, spec: {a: 1}, no: 1}}"))
                .isEqualTo(spec("{size: 2, template: {kind: Pod, metadata: {name: a}, spec: {a: 1}}}"));
    }

    @Test
    void its_metadata_is_not_the_schemas_concern() {
        Map<String, Object> object = Yaml.object("{apiVersion: x/v1, kind: Thing, metadata: {name: a, labels: {b: c}}, spec: {size: 1}}");
        assertThat(customs().stored(object)).isEqualTo(object);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {fixed: a}           | {fixed: b}           | spec.fixed
            {fixed: a}           | {fixed: a, size: 2}  |
            {size: 1}            | {fixed: b}           |
            {pair: {a: b, c: d}} | {pair: {a: b, c: e}} |
            {pair: {a: b, c: d}} | {pair: {a: c, c: d}} | spec.pair.a
            """)
    void a_rule_can_forbid_to_change_a_field(String before, String after, String path) {
        assertThat(FixedFields.broken(SCHEMA, object(before), object(after))).isEqualTo(Optional.ofNullable(path));
    }

    private static CustomDefaults customs() {
        return new CustomDefaults(Map.of("x/v1 Thing", SCHEMA));
    }

    private static Map<String, Object> object(String spec) {
        return Yaml.object("{apiVersion: x/v1, kind: Thing, metadata: {name: a}, spec: " + spec + "}");
    }

    private static Object stored(String spec) {
        return customs().stored(object(spec)).get("spec");
    }

    private static Object spec(String spec) {
        return object(spec).get("spec");
    }
}
