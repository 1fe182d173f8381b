package dev.helmstuck.testing;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import com.google.inject.AbstractModule;
import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Module;
import com.google.inject.util.Modules;
import dev.helmstuck.cli.Bot;
import dev.helmstuck.cli.BotModule;
import dev.helmstuck.config.Settings;
import dev.helmstuck.flow.FlowModule;
import dev.helmstuck.ports.Catalog;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Drills;
import dev.helmstuck.ports.Inbox;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Reruns;
import dev.helmstuck.ports.Sleeper;
import dev.helmstuck.ports.Version;
import dev.helmstuck.slack.HurriedSlack;

/** Makes production bots whose time and waiting belong to the test; everything else is as it is in production. */
public final class TestBots {
    private TestBots() {}

    /**
     * A bot that does not wait.
     *
     * @param pause is called where the bot would wait, between its two looks for instance
     */
    public static Bot bot(Settings settings, Clock clock, Sleeper pause, HurriedSlack slack) {
        return new Bot(settings, parts(settings, clock, pause, slack));
    }

    /** The same with other parts besides. */
    public static Bot bot(Settings settings, Clock clock, Sleeper pause, HurriedSlack slack, List<Module> others) {
        return new Bot(settings, Modules.override(parts(settings, clock, pause, slack)).with(others));
    }

    /** The same with a chat around the real one. */
    public static Bot bot(Settings settings, Clock clock, Sleeper pause, HurriedSlack slack, UnaryOperator<Conversation> around) {
        Conversation real = Guice.createInjector(parts(settings, clock, pause, slack)).getInstance(Conversation.class);
        return new Bot(settings, Modules.override(parts(settings, clock, pause, slack)).with(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Conversation.class).toInstance(around.apply(real));
            }
        }));
    }

    /** The way in of a bot that is not started. */
    public static Inbox inbox(Settings settings) {
        return Guice.createInjector(new BotModule(settings)).getInstance(Inbox.class);
    }

    /** The way in alone: it answers by this catalog and this store, nothing is begun, and there is no outside. */
    public static Inbox reception(Catalog catalog, Remediations remediations) {
        return Guice.createInjector(Modules.override(new FlowModule()).with(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Executor.class).toInstance(work -> {});
                bind(Catalog.class).toInstance(catalog);
                bind(Remediations.class).toInstance(remediations);
                bind(Clock.class).toInstance(Clock.fixed(Some.NOW, ZoneOffset.UTC));
                bind(Sleeper.class).toInstance(time -> {});
                bind(Version.class).toInstance(new Version("test"));
                List.of(Conversation.class, People.class, Cluster.class, Pipelines.class, Reruns.class, Incidents.class, Drills.class)
                        .forEach(port -> bindNone(binder(), port));
            }
        })).getInstance(Inbox.class);
    }

    private static <T> void bindNone(Binder binder, Class<T> port) {
        Object none = Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
            throw new AssertionError("nobody was to be asked: " + method.getName());
        });
        binder.bind(port).toInstance(port.cast(none));
    }

    /** The parts of a bot that does not wait between its looks, and is polite to Slack. */
    public static Module unhurried(Settings settings, Clock clock) {
        return Modules.override(new BotModule(settings)).with(time(clock, duration -> {}));
    }

    /** The parts of a bot that waits for nothing. */
    public static Module parts(Settings settings, Clock clock, Sleeper pause, HurriedSlack slack) {
        return Modules.override(new BotModule(settings)).with(slack, time(clock, pause));
    }

    private static Module time(Clock clock, Sleeper pause) {
        return new AbstractModule() {
            @Override
            protected void configure() {
                bind(Clock.class).toInstance(clock);
                bind(Sleeper.class).toInstance(pause);
            }
        };
    }
}
