package dev.helmstuck.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import dev.helmstuck.config.ConfigException;
import dev.helmstuck.config.ConfigModule;
import dev.helmstuck.config.Part;
import dev.helmstuck.config.Settings;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.store.Store;
import dev.helmstuck.store.StoreModule;

/** The bot's database, for one command. */
final class StoreOnTerminal {

    private StoreOnTerminal() {}

    /** Asks it and closes it. Throws {@link UnavailableException} if it is out of reach, or there is none. */
    static <T> T ask(Settings settings, Function<Remediations, T> question) {
        Injector injector = Guice.createInjector(new ConfigModule(settings), StoreModule.existing());
        Store open = opened(injector);
        try {
            return question.apply(injector.getInstance(Remediations.class));
        } finally {
            open.close();
        }
    }

    private static Store opened(Injector injector) {
        try {
            return injector.getInstance(Store.class);
        } catch (ProvisionException failed) {
            throw failed.getCause() instanceof UnavailableException silent ? silent : failed;
        }
    }

    /**
     * Writes down what was done by hand; what was done is done, whether or not that can be.
     *
     * @param object begins with the target's name
     */
    static void writeDown(HelmStuckCommand main, PrintWriter complaints, String action, String object, String result) {
        AuditRow row = new AuditRow("", Clock.systemUTC().instant(), "terminal:" + System.getProperty("user.name", "?"), action, object,
                result);
        try {
            Settings settings = Settings.read(main.environment(), main.workingDirectory(), Set.of(Part.STORE));
            boolean unused = ask(settings, store -> {
                store.audit(row);
                return true;
            });
        } catch (UnavailableException silent) {
            complain(complaints, silent.source() + ": " + silent.why());
        } catch (ConfigException wrong) {
            complain(complaints, wrong.getMessage());
        }
    }

    private static void complain(PrintWriter complaints, String why) {
        complaints.println("This is not in the audit trail, which could not be written: " + why);
        complaints.flush();
    }
}
