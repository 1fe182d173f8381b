package dev.helmstuck.testing.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

import dev.helmstuck.ports.Conversation.Draft;
import dev.helmstuck.ports.Remediations.AuditRow;
import dev.helmstuck.remediation.Remediation;

/**
 * Names every moment before and after a call of a port, writes the name into a file, and has something done at the fatal one. The name
 * says what the call is about and counts only its like, so it stays the same although the calls of a look run side by side.
 */
final class FaultPoints implements Ports.Around {
    private final Path passed;
    private final String fatal;
    private final Runnable end;
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param fatal the name of the moment, empty for none */
    FaultPoints(Path passed, String fatal, Runnable end) {
        this.passed = passed;
        this.fatal = fatal;
        this.end = end;
    }

    @Override
    public Object call(Method method, Object[] arguments, Ports.Real real) throws Throwable {
        // whether there is a token is no call of anything
        if (method.getName().equals("allowed")) return real.call();
        String call = counted(method.getDeclaringClass().getSimpleName() + "." + method.getName() + about(method, arguments));
        pass("before " + call);
        try {
            return real.call();
        } finally {
            pass("after " + call);
        }
    }

    private synchronized String counted(String call) {
        int count = counts.merge(call, 1, Integer::sum);
        return count == 1 ? call : call + " #" + count;
    }

    private synchronized void pass(String point) {
        try {
            Files.writeString(passed, point + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (point.equals(fatal)) end.run();
    }

    private static String about(Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "save" -> " " + ((Remediation) arguments[0]).state().word();
            case "audit" -> " " + ((AuditRow) arguments[0]).action();
            case "intend", "posted", "shows" -> " " + arguments[1];
            case "post", "find" -> arguments[0] instanceof Draft draft ? " " + draft.key().replaceFirst(".*/", "") : "";
            case "first" -> " " + arguments[0].toString().replaceFirst(":.*", "");
            default -> "";
        };
    }
}
