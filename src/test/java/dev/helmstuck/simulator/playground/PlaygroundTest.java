package dev.helmstuck.simulator.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.helmstuck.testing.browser.Browser;
import dev.helmstuck.testing.browser.NeedsBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The playground as a person sees and uses it, in a real browser. {@code -Dplayground.pictures} has it leave pictures in that folder; the
 * README's is one of them.
 */
@NeedsBrowser
class PlaygroundTest {
    private static final String DELETE = "Delete the record of revision 1234";
    private static final String RERUN = "Rerun gprd-cny:auto-deploy";
    private static final String EDITED = "The stuck record was edited";

    @TempDir(cleanup = CleanupMode.NEVER)
    static Path profile;

    private static Playground playground;
    private static Browser browser;

    @BeforeAll
    static void open() {
        playground = Playground.start(0, Duration.ofMillis(300));
        browser = Browser.start(Browser.installed().orElseThrow(), profile);
    }

    @AfterAll
    static void close() {
        if (browser != null) browser.close();
        playground.close();
    }

    /** The page anew, as it is when somebody comes to it. */
    @BeforeEach
    void come() {
        browser.show(1440, 900, "light");
        browser.open(playground.url());
        browser.until("document.querySelectorAll('.switch').length > 0");
        var unused = browser.ask("localStorage.clear()");
        browser.open(playground.url());
        browser.until("document.querySelectorAll('.switch').length > 0 && !localStorage.theme");
    }

    @Test
    void a_plain_evening_goes_from_the_command_to_a_proven_deploy() {
        begin("A plain good evening");
        assertThat(browser.text()).contains("STATUS: pending-upgrade", "another operation (install/upgrade/rollback) is in progress");

        write("alice", "/helm-stuck gitlab-cny");
        shows(DELETE);
        become("alice");
        react(DELETE);
        shows("does not count");
        become("mallory");
        react(DELETE);
        shows("only visible to @mallory");
        picture("request");
        become("bob");
        react(DELETE);
        shows(RERUN);
        assertThat(browser.text()).contains("STATUS: deployed", "would begin revision 1234");
        become("carol");
        react(RERUN);
        shows("also sent to the channel");
        shows("resolved");
        browser.until("document.querySelectorAll('.steps li.done').length === 5");
        assertThat(browser.text()).contains("REVISION: 1234", "helm-stuck.gitlab-cny.v1234.");
        picture("end");
    }

    @Test
    void a_plan_that_changes_under_the_yes_is_asked_for_again_and_the_switch_can_be_undone() {
        begin("The plan changes under your yes");
        write("alice", "/helm-stuck gitlab-cny");
        shows(DELETE);
        String before = resourceVersion();

        browser.click("switch", EDITED);
        browser.until("document.querySelector('#switch-record').getAttribute('aria-checked') === 'true'");
        browser.until("the record has another resourceVersion", () -> !resourceVersion().equals(before));
        become("bob");
        react(DELETE);
        browser.until("document.querySelectorAll('.steps li.done').length === 3");
        assertThat(browser.text()).contains("STATUS: pending-upgrade");

        String edited = resourceVersion();
        browser.click("switch", EDITED);
        browser.until("document.querySelector('#switch-record').getAttribute('aria-checked') === 'false'");
        browser.until("the record has one more resourceVersion", () -> !resourceVersion().equals(edited));
    }

    @Test
    void keys_alone_are_enough_to_begin_a_story_turn_a_switch_and_write() {
        begin("A plain good evening");
        tabTo("The plan changes under your yes");
        browser.press("Enter");
        browser.until("document.querySelector('.story[aria-current]').textContent.startsWith('The plan changes')");
        tabTo("The bot has no GitLab");
        assertThat(browser.ask("getComputedStyle(document.activeElement).outlineStyle").asText()).as("the focus is seen")
                .isEqualTo("solid");
        browser.press(" ");
        browser.until("document.activeElement.getAttribute('aria-checked') === 'true'");
        browser.press(" ");
        browser.until("document.activeElement.getAttribute('aria-checked') === 'false'");
        tabTo("You are");
        browser.press("ArrowRight");
        assertThat(browser.ask("Chat.me").asText()).isEqualTo("U0BOB");
        browser.press("Tab");
        browser.type("good <b>evening</b> & welcome");
        browser.press("Enter");
        shows("good <b>evening</b> & welcome");
    }

    @Test
    void it_is_light_or_dark_as_the_system_or_the_reader_says_and_fits_a_narrow_window() {
        String background = "getComputedStyle(document.body).backgroundColor";
        assertThat(browser.ask(background).asText()).isEqualTo("rgb(255, 255, 255)");
        browser.show(1440, 900, "dark");
        browser.until(background + " === 'rgb(26, 29, 33)'");
        browser.click("button", "Dark");
        browser.until(background + " === 'rgb(255, 255, 255)'");
        browser.show(1440, 900, "light");
        browser.click("button", "Dark");
        browser.until(background + " === 'rgb(26, 29, 33)'");
        picture("dark");
        browser.show(390, 800, "light");
        browser.until("document.documentElement.scrollWidth <= 390");
        picture("narrow");
    }

    @Test
    void axe_finds_nothing_that_keeps_people_out_in_either_theme() throws IOException {
        begin("Somebody else's deploy is running");
        write("alice", "/helm-stuck gitlab-cny");
        shows("also sent to the channel");
        assertThat(browser.text()).contains("dave");
        try (InputStream axe = PlaygroundTest.class.getResourceAsStream("/axe.min.js")) {
            var unused = browser.ask(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; true");
        }
        for (String theme : new String[]{"light", "dark"}) {
            browser.show(1440, 900, theme);
            browser.until("document.querySelector('#theme').getAttribute('aria-pressed') === '" + theme.equals("dark") + "'");
            JsonNode found = browser.ask("axe.run().then(found => found.violations.map(one => one.id + ': ' + one.help + ' at '"
                    + " + one.nodes.map(node => node.html.slice(0, 160) + ' ' + node.failureSummary).join('\\n')))");
            assertThat(found).as(theme).isEmpty();
            picture("busy-" + theme);
        }
    }

    private static void begin(String story) {
        browser.click("[...document.querySelectorAll('.story')].find(button => button.textContent.startsWith('" + story.replace("'", "\\'")
                + "'))");
        browser.until("document.querySelector('#bot').textContent === 'The bot is running' && document.querySelector('.empty') !== null"
                + " && document.querySelector('.story[aria-current]').textContent.startsWith('" + story.replace("'", "\\'") + "')");
    }

    private static void become(String person) {
        browser.click(
                "[...document.querySelectorAll('#people label')].find(label => label.textContent.trim().startsWith('" + person + "'))");
    }

    private static void write(String person, String text) {
        become(person);
        browser.click("textbox", "A command or a message");
        browser.type(text);
        browser.press("Enter");
    }

    private static void react(String title) {
        browser.click(messages(title) + ".at(-1).querySelector('[data-focus=white_check_mark]')");
    }

    /** Those whose title begins so. */
    private static String messages(String title) {
        return "[...document.querySelectorAll('.message')].filter(message => message.querySelector('h3')?.textContent.includes('" + title
                + "'))";
    }

    private static void shows(String text) {
        browser.until(text, () -> browser.text().contains(text));
    }

    private static String resourceVersion() {
        return browser.ask("document.querySelector('#world tbody code').textContent").asText();
    }

    private static void tabTo(String words) {
        for (int i = 0; i < 60; i++) {
            browser.press("Tab");
            String at = browser.ask("document.activeElement.textContent + (document.activeElement.closest('fieldset')?.textContent || '')")
                    .asText();
            if (at.contains(words)) return;
        }
        throw new AssertionError("no tab comes to " + words);
    }

    private static void picture(String name) {
        String folder = System.getProperty("playground.pictures", "");
        if (folder.isEmpty()) return;
        try {
            Files.write(Files.createDirectories(Path.of(folder)).resolve(name + ".png"), browser.picture());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
