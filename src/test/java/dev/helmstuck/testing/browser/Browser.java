package dev.helmstuck.testing.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A headless Chromium with one page: it is looked at, clicked at and typed into as by a person, by real events of mouse and keys. */
public final class Browser implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, Integer> KEYS = Map.of("Tab", 9, "Enter", 13, " ", 32, "ArrowDown", 40, "ArrowRight", 39);

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final DevTools page;

    private Browser(Path program, Path profile) throws IOException {
        process = new ProcessBuilder(program.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-extensions", "--no-first-run", "--hide-scrollbars", "--lang=en-GB", "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank").redirectErrorStream(true).start();
        page = new DevTools(http, firstPage(debugger()));
    }

    /** The browser of this machine, if it has one. */
    public static Optional<Path> installed() {
        return Stream.of(System.getenv("PATH").split(":")).flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of(folder, name))).filter(Files::isExecutable).findFirst();
    }

    /**
     * Starts it.
     *
     * @param profile a folder for its files
     */
    public static Browser start(Path program, Path profile) {
        try {
            return new Browser(program, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It says where its debugger listens, once it does. */
    private URI debugger() throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                Thread.startVirtualThread(() -> output.lines().forEach(rest -> {}));
                return URI.create(line.substring("DevTools listening on ".length()));
            }
            said.append(line).append('\n');
        }
        throw new IOException("the browser did not start\n" + said);
    }

    private URI firstPage(URI debugger) throws IOException {
        try {
            String pages = http.send(HttpRequest.newBuilder(URI.create("http://" + debugger.getAuthority() + "/json/list")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            for (JsonNode one : new ObjectMapper().readTree(pages)) {
                if (one.path("type").asText().equals("page")) return URI.create(one.path("webSocketDebuggerUrl").asText());
            }
            throw new IOException("the browser has no page: " + pages);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    public void open(String url) {
        var unused = page.send("Page.navigate", Map.of("url", url));
    }

    /** The window's size, and the theme that the system prefers. */
    public void show(int width, int height, String theme) {
        var unusedSize = page.send("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        var unusedTheme = page.send("Emulation.setEmulatedMedia", Map.of("features", List.of(
                Map.of("name", "prefers-color-scheme", "value", theme), Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** What the page's script says to this; promises are waited for. */
    public JsonNode ask(String script) {
        JsonNode answer = page.send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) throw new AssertionError(script + "\n" + answer.path("exceptionDetails"));
        return answer.at("/result/value");
    }

    /** All that can be read on the page. */
    public String text() {
        return ask("document.body.innerText").asText();
    }

    /** Waits, bounded, until this is so. */
    public void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("not within " + SOON + ": " + what + "\n" + text());
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Waits, bounded, until this script says true. */
    public void until(String script) {
        until(script, () -> ask(script).asBoolean());
    }

    /** Clicks at what assistive technology calls by this role and name. */
    public void click(String role, String name) {
        JsonNode document = page.send("DOM.getDocument", Map.of()).path("root");
        JsonNode found = page.send("Accessibility.queryAXTree",
                Map.of("nodeId", document.path("nodeId").asInt(), "role", role, "accessibleName", name)).path("nodes");
        if (found.size() != 1) throw new AssertionError(found.size() + " are a " + role + " named " + name + "\n" + text());
        clickAt(Map.of("backendNodeId", found.get(0).path("backendDOMNodeId").asInt()));
    }

    /** Clicks at the element that the script finds; once more where the page has drawn it anew in between, as a person would. */
    public void click(String script) {
        for (int left = 5;; left--) {
            try {
                clickOnce(script);
                return;
            } catch (AssertionError moved) {
                if (left == 0 || !moved.getMessage().contains("detached")) throw moved;
            }
        }
    }

    private void clickOnce(String script) {
        JsonNode object = page.send("Runtime.evaluate", Map.of("expression", script)).at("/result/objectId");
        if (object.isMissingNode()) throw new AssertionError("nothing is " + script + "\n" + text());
        clickAt(Map.of("objectId", object.asText()));
    }

    private void clickAt(Map<String, ?> node) {
        var unusedScroll = page.send("DOM.scrollIntoViewIfNeeded", node);
        JsonNode corners = page.send("DOM.getContentQuads", node).path("quads").get(0);
        double x = (corners.get(0).asDouble() + corners.get(4).asDouble()) / 2;
        double y = (corners.get(1).asDouble() + corners.get(5).asDouble()) / 2;
        for (String type : List.of("mouseMoved", "mousePressed", "mouseReleased")) {
            var unused = page.send("Input.dispatchMouseEvent",
                    Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
        }
    }

    /** Types into whatever has the focus. */
    public void type(String text) {
        var unused = page.send("Input.insertText", Map.of("text", text));
    }

    /** Presses a key by its name in the DOM. */
    public void press(String key) {
        String text = key.equals("Enter") ? "\r" : key.equals(" ") ? " " : "";
        for (String type : List.of("keyDown", "keyUp")) {
            var unused = page.send("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key.equals(" ") ? "Space" : key,
                    "windowsVirtualKeyCode", KEYS.get(key), "text", type.equals("keyDown") ? text : ""));
        }
    }

    /** What it looks like, as a small PNG. */
    public byte[] picture() {
        return SmallPicture
                .of(Base64.getDecoder().decode(page.send("Page.captureScreenshot", Map.of("format", "png")).path("data").asText()));
    }

    @Override
    public void close() {
        page.close();
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        try {
            var unused = process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
