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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The playground as a person sees and uses it, in a real browser: its four stories from the first step to the last. {@code -Dplayground.pictures} has it leave pictures in that folder; the
 * README's is one of them.
 */
@NeedsBrowser
@TestMethodOrder(MethodOrderer.MethodName.class) // the first story is begun already when somebody comes
class PlaygroundTest {
    private static final String DELETE = "Delete the record of revision 1234";
    private static final String RERUN = "Rerun gprd-cny:auto-deploy";
    private static final String COMMAND = "/helm-stuck gitlab-cny";
    private static final String JOBS = "GitLab’s jobs, newest first";
    private static final String OWNER = "gprd-cny:auto-deploy #15000002";
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
        begun("A plain good evening");
        assertThat(browser.text()).contains("STATUS: pending-upgrade", "another operation (install/upgrade/rollback) is in progress");

        write("alice", COMMAND);
        shows(DELETE);
        drawnAndAnnounced();
        become("alice");
        react(DELETE);
        done(2);
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
        done(5);
        assertThat(browser.text()).contains("REVISION: 1234", "helm-stuck.gitlab-cny.v1234.");
        picture("end");
    }

    @Test
    void a_plan_that_changes_under_the_yes_is_asked_for_again_and_the_switch_can_be_undone() {
        tabTo("The plan changes under your yes");
        browser.press("Enter");
        begun("The plan changes under your yes");
        write("alice", COMMAND);
        shows(DELETE);
        String before = resourceVersion();

        browser.click("switch", EDITED);
        on("record", true);
        browser.until("the record has another resourceVersion", () -> !resourceVersion().equals(before));
        become("bob");
        react(DELETE);
        done(3);
        assertThat(browser.text()).contains("STATUS: pending-upgrade");
        react(DELETE);
        done(4);
        assertThat(browser.text()).contains("STATUS: deployed");

        browser.click("switch", EDITED);
        on("record", false);
    }

    /** It takes half a minute until the next bot may take over; meanwhile the page is looked at in every light. */
    @Test
    void the_bot_that_dies_before_the_yes_goes_on_after_it_and_the_page_is_light_or_dark_and_fits_a_narrow_window() {
        begin("The bot dies in the middle");
        write("alice", COMMAND);
        shows(DELETE);
        browser.click("switch", "The bot is dead");
        browser.until("document.querySelector('#bot').textContent === 'The bot is dead'");
        become("bob");
        react(DELETE);
        done(3);
        assertThat(browser.text()).contains("STATUS: pending-upgrade");
        browser.click("switch", "The bot is dead");
        browser.until("document.querySelector('#bot').textContent === 'The bot is running'");
        lightOrDarkAndNarrow();
        done(4);
        assertThat(browser.text()).contains("STATUS: deployed", "REVISION: 1233");
        assertThat(browser.ask("document.querySelectorAll('#world li').length").asInt()).as("copies of the record").isEqualTo(1);
    }

    @Test
    void keys_alone_are_enough_to_turn_a_switch_and_write() {
        tabTo("The bot has no GitLab");
        assertThat(browser.ask("getComputedStyle(document.activeElement).outlineStyle").asText()).as("the focus is seen")
                .isEqualTo("solid");
        browser.press(" ");
        on("gitlab", true);
        browser.press(" ");
        on("gitlab", false);
        tabTo("You are");
        browser.press("ArrowRight");
        assertThat(browser.ask("Chat.me").asText()).isEqualTo("U0BOB");
        browser.press("Tab");
        browser.type("good <b>evening</b> & welcome");
        browser.press("Enter");
        shows("good <b>evening</b> & welcome");
    }

    /** The bot asks GitLab five times, so it says only after eight seconds that it could not: the cluster's switch is tried in the same time. */
    @Test
    void each_switch_shows_what_it_breaks_and_mends_it_when_it_is_thrown_back() {
        begin("A plain good evening");
        turn("cluster", "The bot has no cluster", true);
        turn("gitlab", "The bot has no GitLab", true);
        write("alice", COMMAND);
        brokenDeploymentAndCanceledJob(); // which the page reads by itself, while the bot still tries
        shows("nothing deleted: GitLab and the cluster could not be read");
        turn("cluster", "The bot has no cluster", false);
        turn("gitlab", "The bot has no GitLab", false);
        write("alice", COMMAND);
        shows(DELETE);
        everythingAnswersLate();
        slackIsLost();
        theDatabaseIsLocked(); // the last, for the bot may hear the command yet when it is let go
    }

    private static void brokenDeploymentAndCanceledJob() {
        has("Deployments", "gitlab-cny-webservice-default", "4/4");
        turn("workload", "A Deployment is broken", true);
        has("Deployments", "gitlab-cny-webservice-default", "3/4");
        turn("workload", "A Deployment is broken", false);
        has("Deployments", "gitlab-cny-webservice-default", "4/4");

        has(JOBS, OWNER, "failed");
        turn("canceled", "The owner's job was canceled", true);
        has(JOBS, OWNER, "canceled");
        turn("canceled", "The owner's job was canceled", false);
        has(JOBS, OWNER, "failed");
    }

    /** The answer takes several requests of two seconds each; those that come after the switch is thrown back are quick again. */
    private static void everythingAnswersLate() {
        turn("slow", "Everything answers late", true);
        become("mallory");
        react(DELETE);
        var unused = browser.ask("new Promise(done => setTimeout(() => done(true), 1500))");
        assertThat(browser.text()).doesNotContain("your reaction does not count");
        turn("slow", "Everything answers late", false);
        shows("mallory, your reaction does not count");
    }

    private static void slackIsLost() {
        turn("slack", "The bot has no Slack", true);
        browser.until("document.querySelector('#bot').textContent === 'The bot is not connected to Slack'");
        become("bob");
        react(DELETE);
        write("alice", COMMAND);
        shows("failed with the error \"dispatch_failed\"");
        assertThat(browser.text()).contains("STATUS: pending-upgrade").doesNotContain(RERUN);
        turn("slack", "The bot has no Slack", false);
        browser.until("document.querySelector('#bot').textContent === 'The bot is running'");
        shows(RERUN);
        assertThat(browser.text()).contains("STATUS: deployed");
    }

    private static void theDatabaseIsLocked() {
        turn("database", "The database is locked", true);
        write("carol", COMMAND);
        browser.until("[...document.querySelectorAll('.message.only')].some(message => message.textContent.includes('the database'))");
        turn("database", "The database is locked", false);
        react(RERUN);
        has(JOBS, "gprd-cny:auto-deploy #15000003", "success");
    }

    private static void turn(String id, String name, boolean wanted) {
        browser.click("switch", name);
        on(id, wanted);
    }

    /** The table has a row that begins so and has a badge with this. */
    private static void has(String table, String begins, String badge) {
        browser.until("[...document.querySelectorAll('[aria-label=\"" + table + "\"] tbody tr')].some(row => row.textContent.startsWith('"
                + begins + "') && row.querySelector('.badge').textContent === '" + badge + "')");
    }

    /** As Slack draws it, and told to those who do not see it. */
    private static void drawnAndAnnounced() {
        browser.until("/^helm-stuck: .*" + DELETE + "/.test(document.querySelector('#announce').textContent)");
        String request = messages(DELETE) + ".at(-1).querySelector('.body')";
        for (String element : new String[]{"code", "b, strong, li", ".mention"}) {
            assertThat(browser.ask(request + ".querySelectorAll('" + element + "').length").asInt()).as(element).isPositive();
        }
        assertThat(browser.ask(request + ".textContent").asText()).contains("✅", "@").doesNotContain("*", ":white_check_mark:", "<@U");
    }

    private static void lightOrDarkAndNarrow() {
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
        browser.show(1440, 900, "light");
    }

    @Test
    void somebody_elses_deploy_is_waited_for_and_axe_finds_nothing_that_keeps_people_out_in_either_theme() throws IOException {
        begin("Somebody else's deploy is running");
        write("alice", COMMAND);
        done(1);
        assertThat(browser.text()).contains("also sent to the channel", "dave", "STATUS: pending-upgrade").doesNotContain(DELETE);
        axe();
        browser.click("switch", "Somebody else's deploy runs");
        done(2);
        write("alice", COMMAND);
        shows(DELETE);
        become("bob");
        react(DELETE);
        done(4);
        assertThat(browser.text()).contains("STATUS: deployed", "helm-stuck.gitlab-cny.v1234.");
    }

    private static void axe() throws IOException {
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
        browser.show(1440, 900, "light");
    }

    private static void begin(String story) {
        browser.click("[...document.querySelectorAll('.story')].find(button => button.textContent.startsWith('" + story.replace("'", "\\'")
                + "'))");
        begun(story);
    }

    private static void begun(String story) {
        browser.until("document.querySelector('#bot').textContent === 'The bot is running' && document.querySelector('.empty') !== null"
                + " && document.querySelector('.story[aria-current]').textContent.startsWith('" + story.replace("'", "\\'") + "')");
    }

    /** So many steps of the story have a tick. */
    private static void done(int steps) {
        browser.until("document.querySelectorAll('.steps li.done').length === " + steps);
    }

    private static void on(String id, boolean wanted) {
        browser.until("document.querySelector('#switch-" + id + "').getAttribute('aria-checked') === '" + wanted + "'");
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
        for (int i = 0; i < 200; i++) {
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
