package dev.helmstuck.testing.kill;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The ports of a bot that dies at a chosen moment: before or after one of its outside effects. From then on nothing that it still does
 * has an effect, as if the process had been killed.
 */
final class Mortal implements Ports.Around {
    /** What leaves a mark outside the process. Reads are left out: dying before one is dying after the mark before it. */
    private static final Set<String> MARKS = Set.of("open", "save", "post", "posted", "backUp", "delete");

    private final int diesAt;
    private final List<String> passed = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean dead;

    /** @param diesAt the moment, counted from 0; two moments a mark, before and after it; -1 for never */
    Mortal(int diesAt) {
        this.diesAt = diesAt;
    }

    /** The process is gone. */
    static final class ProcessKilled extends Error {
        private static final long serialVersionUID = 1;

        ProcessKilled(String where) {
            super(where, null, false, false);
        }
    }

    @Override
    public Object call(Method method, Object[] arguments, Ports.Real real) throws Throwable {
        boolean marks = MARKS.contains(method.getName());
        if (marks) moment("before " + method.getName());
        if (dead) throw new ProcessKilled("dead");
        try {
            return real.call();
        } finally {
            if (marks) moment("after " + method.getName());
        }
    }

    private synchronized void moment(String name) {
        if (dead) throw new ProcessKilled("dead");
        passed.add(name);
        if (passed.size() - 1 == diesAt) {
            dead = true;
            throw new ProcessKilled(name);
        }
    }

    boolean dead() {
        return dead;
    }

    /** The moments passed so far, in order. */
    List<String> passed() {
        return List.copyOf(passed);
    }
}
