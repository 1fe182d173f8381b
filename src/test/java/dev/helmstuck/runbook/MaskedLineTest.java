package dev.helmstuck.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import dev.helmstuck.testing.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors must stay readable, and nothing secret may be read in them. */
class MaskedLineTest {
    private static final String SECRET = "hunter2";
    private static final String FAILED = "Error: UPGRADE FAILED: ";

    @ParameterizedTest
    @ValueSource(strings = {
            "Error: UPGRADE FAILED: context deadline exceeded",
            "Error: UPGRADE FAILED: timed out waiting for the condition",
            "Error: INSTALLATION FAILED: context canceled",
            "Error: UPGRADE FAILED: release gitlab-cny failed, and has been rolled back due to atomic being set: context deadline exceeded",
            "Error: UPGRADE FAILED: an error occurred while rolling back the release. original upgrade error: context deadline exceeded: client "
                    + "rate limiter Wait returned an error",
            "Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred: * job gitlab-migrations-1 failed: BackoffLimitExceeded",
            "Error: UPGRADE FAILED: resource Deployment/gitlab-cny/gitlab-webservice-default not ready. status: InProgress, message: Updated: 1/3",
            "Error: UPGRADE FAILED: update: failed to update: secrets \"sh.helm.release.v1.gitlab-cny.v1234\" is forbidden: User "
                    + "\"system:serviceaccount:ci:deployer\" cannot update resource \"secrets\" in API group \"\" in the namespace \"gitlab-cny\"",
            "Error: UPGRADE FAILED: cannot patch \"gitlab-webservice\" with kind Deployment: etcdserver: request timed out",
            "Error: UPGRADE FAILED: no matches for kind \"PodDisruptionBudget\" in version \"policy/v1beta1\"",
            "Error: UPGRADE FAILED: pods \"gitlab-webservice-default-5d8f9c7b6-x2x7k\" not found",
            "Error: UPGRADE FAILED: failed to create resource: Internal error occurred: failed calling webhook \"validate.nginx.ingress.io\"",
            "Error: UPGRADE FAILED: http2: client connection lost",
            "ERROR: Job failed: exit code 137",
            "ERROR: Job failed: execution took longer than 1h0m0s seconds",
            "ERROR: Job failed (system failure): pods \"runner-abc-project-7-concurrent-0-x2x7k\" not found",
            "ERROR: Job failed: command terminated with exit code 137",
            "Error: plugin \"secrets\" exited with error",
            "exit status 1"})
    void an_error_of_helm_or_of_the_runner_stays_as_it_is(String line) {
        assertThat(MaskedLine.of(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Error: UPGRADE FAILED: Get \"https://10.0.0.1:6443/api/v1/x?token=abc\": dial tcp 10.0.0.1:6443: i/o timeout"
                    + "| Error: UPGRADE FAILED: Get \"https://10.0.0.1:6443…\": dial tcp 10.0.0.1:6443: i/o timeout",
            "Error: UPGRADE FAILED: Deployment.apps \"web\" is invalid: spec.selector: Invalid value: v1.LabelSelector{a: b}: field is immutable"
                    + "| Error: UPGRADE FAILED: Deployment.apps \"web\" is invalid: spec.selector: Invalid value: …: field is immutable",
            "Error: login failed: https://bot:hunter2@registry.example.com/v2/ says 401"
                    + "| Error: login failed: https://registry.example.com… says 401",
            "Error: could not use token: hunter2, giving up| Error: could not use token: …, giving up"})
    void what_is_hidden_leaves_the_rest_readable(String line, String shown) {
        assertThat(MaskedLine.of(line)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password=%s", "password: %s", "PASSWORD='%s'", "gitlab.psql.password=%s", "--set global.psql.password=%s",
            "--set a=%s",
            "--set-string a.b=%s,c=d", "--password %s", "--password=%s", "-p %s", "password %s", "password is %s",
            "the password \"%s\" is wrong",
            "passphrase: two words %s", "token: %s", "token %s", "\"token\": \"%s\"", "{\"kind\":\"Secret\",\"data\":{\"a\":\"%s\"}}",
            "data: map[password:%s]", "env:[{NAME a} {VALUE %s}]", "Authorization: Bearer %s", "Authorization: Basic %s",
            "authorization=%s",
            "Proxy-Authorization: Negotiate %s", "PRIVATE-TOKEN: %s", "JOB-TOKEN: %s", "X-Vault-Token: %s", "Cookie: a=b; session=%s",
            "Bearer %s", "basic %s", "https://user:%s@host/path", "https://%s@host", "postgres://gitlab:%s@10.0.0.5:5432/db?sslmode=off",
            "gitlab:%s@tcp(db:3306)/gitlab", "redis://:%s@redis:6379", "https://user:a/%s@host", "https://user:a b%s@host",
            "https://hooks.slack.com/services/%s", "https://host/x?token=%s", "https://host/x#%s",
            "Invalid value: \"%s\"", "Invalid value: \"a\\\"%s\": must be a number", "Unsupported value: \"%s\": supported values: \"a\"",
            "spec.env.value: Duplicate value: %s", "current value is \"%s\"", "value: %s", "parsing \"%s\": invalid syntax",
            "converting '%s' to a number", "found `%s` where a map was", "unclosed \"%s", "api_key=%s", "apiKey: %s", "accessKey=%s",
            "AWS_SECRET_ACCESS_KEY=%s", "secret_key_base: %s", "connection-string: Server=a;Pwd=%s", "FOO=%s", "$ export FOO=%s", "dsn: %s",
            "dbPassword=%s", "client_secret = %s", "credentials: user %s", "otp: %s", "-----BEGIN RSA PRIVATE KEY----- %s", "pin=%s"})
    void what_stands_where_a_secret_stands_is_hidden(String where) {
        String line = FAILED + where.formatted(SECRET);
        assertThat(MaskedLine.of(line)).startsWith("Error: ").doesNotContain(SECRET);
        assertThat(MaskedLine.of(FAILED + where.formatted(Canary.VALUE))).doesNotContain("CANARY").doesNotContain("never-be-shown");
    }

    static Stream<String> tokens() {
        byte[] key = "a key of thirty-two bytes, or so".getBytes(StandardCharsets.UTF_8);
        return Stream.of("glpat-abcdefghijklmnopqrst", "glcbt-64_abcdefghijklmnop", "gldt-abcdefghijkl", "ghp_abcdefghijklmnopqrstuvwxyz",
                "github_pat_11ABC", "xoxb-1234-abcdef", "xapp-1-abc", "AKIAIOSFODNN7EXAMPLE", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln",
                "hvs.CAESIJ", "sk-abcdefghijklmnop", "npm_abcdefghijklmnop", "H4sIAAAAAAAA", Base64.getEncoder().encodeToString(key),
                Base64.getUrlEncoder().encodeToString(key), HexFormat.of().formatHex(key), "p@$$w0rd!", "aB3dE5gH7jK9", "s3cr3t-t0ken",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "sha256:" + "ab12".repeat(16), "5e884898da28047151d0e56f8dc62927",
                "JBSWY3DPEHPK3PXP", "dXNlcjpwYXNzd29yZA==", "0b2c61a4-5d3e-4f6a-9b8c-7d6e5f4a3b2c");
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void a_word_that_is_a_token_is_hidden_wherever_it_stands(String token) {
        for (String line : new String[]{FAILED + token, token + " is wrong", "Error: (" + token + ")", "Error: \"" + token + "\", it says",
                "Error: pods \"" + token + "\" not found", "Error: a/" + token + "/b"}) {
            assertThat(MaskedLine.of(line)).as(line).doesNotContain(token);
        }
    }

    @Test
    void random_data_is_hidden_however_it_is_written() {
        Random random = new Random(7);
        byte[] bytes = new byte[24];
        for (int i = 0; i < 4_000; i++) {
            random.nextBytes(bytes);
            String text = switch (i % 4) {
                case 0 -> Base64.getEncoder().encodeToString(bytes);
                case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                case 2 -> HexFormat.of().formatHex(bytes);
                default -> UUID.nameUUIDFromBytes(bytes).toString();
            };
            assertThat(MaskedLine.of(FAILED + "it holds " + text + " now")).startsWith(FAILED + "it holds …")
                    .doesNotContain(text.substring(0, 12));
        }
    }

    @Test
    void a_line_is_one_line_and_bounded_and_has_nothing_invisible_in_it() {
        assertThat(MaskedLine.of("Error:\ta\u0000b\u001b c\u202e d\u200b e\r\nf\u2028g")).isEqualTo("Error: a b c d e f g");
        String much = MaskedLine.of("Error: " + "words and words ".repeat(10_000));
        assertThat(much).hasSizeLessThan(245).endsWith(" …");
        assertThat(MaskedLine.of("x".repeat(100_000))).isEqualTo("…");
    }

    @Test
    void a_hostile_line_takes_no_time() {
        for (String part : new String[]{"a", "\"", "'", "{", "=", ":", "@", "://", "token ", "value ", "-", "--a ", "a@", "\\",
                "password is ", "a.b-c_"}) {
            long began = System.nanoTime();
            for (int i = 0; i < 3; i++)
                assertThat(MaskedLine.of(part.repeat(200_000 / part.length()))).hasSizeLessThan(250);
            assertThat((System.nanoTime() - began) / 1_000_000).as(part).isLessThan(5_000);
        }
    }
}
