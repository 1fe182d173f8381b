package dev.helmstuck.simulator.playground;

import java.util.List;
import java.util.function.Predicate;

import dev.helmstuck.simulator.World;
import dev.helmstuck.simulator.slack.Message;

/**
 * A story to play: what happened, and what to do next. A step that was done once stays done.
 *
 * @param switches which are on when it begins
 */
record Story(String id, String title, String told, List<Step> steps, List<String> switches) {
    static final Story EVENING = new Story("evening", "A plain good evening",
            "A deploy of gitlab-cny died inside Helm 25 minutes ago and left revision 1234 pending-upgrade. Since then every deploy fails: "
                    + "another operation is in progress. Nothing else is wrong. Bring it from the command to the proven deploy; it takes two people.",
            List.of(
                    new Step("As alice, type: /helm-stuck gitlab-cny", Eye::asked),
                    new Step("Still as alice, give your own request a ✅: the bot tells you that it does not count", Eye::ownDoesNotCount),
                    new Step("Become bob and give it a ✅: the record is copied, then deleted, and Helm is healthy", Eye::unlocked),
                    new Step("As bob or carol, give the request to rerun a ✅: the job deploys", Eye::deployed),
                    new Step("Read the last message: the deploy is proven", Eye::resolved)),
            List.of());

    static final Story CHANGE = new Story("change", "The plan changes under your yes",
            "The same stuck release. But while people read the request, somebody edits the record, so what was shown is not what is there. "
                    + "A yes is for the plan that was shown and for no other: nothing may be deleted by it.",
            List.of(
                    new Step("As alice, type: /helm-stuck gitlab-cny", Eye::asked),
                    new Step("Switch on: The stuck record was edited", eye -> eye.on(Switchboard.RECORD)),
                    new Step("As bob, give the old request a ✅: the bot looks again before it deletes, and finds another resourceVersion",
                            eye -> eye.asked() && eye.askedAgain()),
                    new Step("Compare the new request with the old one, then give it a ✅ too", Eye::unlocked)),
            List.of());

    static final Story DEATH = new Story("death", "The bot dies in the middle",
            "The request stands, and the bot dies by kill -9 before anybody answers. A second engineer says yes while nobody is there to hear it. "
                    + "All that counts lies in the database and in Slack, so the next start goes on: with one delete, and one only.",
            List.of(
                    new Step("As alice, type: /helm-stuck gitlab-cny", Eye::asked),
                    new Step("Switch on: The bot is dead", eye -> eye.on(Switchboard.BOT)),
                    new Step("As bob, give the request a ✅: nothing happens, for nobody is there",
                            eye -> eye.on(Switchboard.BOT) && eye.yes()),
                    new Step("Switch it off: the bot starts, and within half a minute it takes over from the dead one", Eye::unlocked)),
            List.of());

    static final Story BUSY = new Story("busy", "Somebody else's deploy is running",
            "Again revision 1234 is stuck, but dave has just pressed play on the deploy job, and it runs. "
                    + "Deleting the record now could hit a living Helm, so the bot must refuse, and say for whom it waits.",
            List.of(
                    new Step("As alice, type: /helm-stuck gitlab-cny: the bot says who is deploying, and deletes nothing", Eye::refused),
                    new Step("Switch off: Somebody else's deploy runs. The job ends, and fails on Helm's lock",
                            eye -> eye.refused() && !eye.on(Switchboard.DEPLOY)),
                    new Step("Type the command again: now the bot asks", eye -> eye.refused() && eye.asked()),
                    new Step("As bob, give the request a ✅", Eye::unlocked)),
            List.of(Switchboard.DEPLOY));
    static final List<Story> ALL = List.of(EVENING, CHANGE, DEATH, BUSY);

    static Story named(String id) {
        return ALL.stream().filter(each -> each.id.equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no story " + id));
    }

    /** Something to do, and how to see that it was done. */
    record Step(String text, Predicate<Eye> done) {}

    /** How it looks to whoever follows the story. */
    record Eye(PlayedWorld played, Switchboard switches) {
        private static final String YES = "white_check_mark";

        boolean on(String id) {
            return switches.isOn(id);
        }

        private long requests() {
            return messages().stream().filter(message -> World.key(message).startsWith("request:")).count();
        }

        boolean asked() {
            return requests() > 0;
        }

        boolean askedAgain() {
            return requests() > 1;
        }

        boolean yes() {
            return messages().stream().anyMatch(message -> message.reacted(YES).stream().anyMatch(
                    person -> !person.equals(World.ALICE) && !person.equals(played.world.slack().botUserId())));
        }

        boolean ownDoesNotCount() {
            return played.world.slack().ephemerals().stream().anyMatch(whisper -> whisper.text().contains("does not count"));
        }

        boolean unlocked() {
            return !played.isPending();
        }

        boolean deployed() {
            return played.world.project().newest(World.DEPLOY).filter(job -> job.status().equals("success")).isPresent();
        }

        boolean resolved() {
            return messages().stream().anyMatch(message -> message.broadcast() && message.text().contains("resolved"));
        }

        boolean refused() {
            return messages().stream().anyMatch(Message::broadcast);
        }

        private List<Message> messages() {
            return played.world.slack().messages(World.CHANNEL);
        }
    }
}
