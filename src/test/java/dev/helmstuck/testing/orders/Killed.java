package dev.helmstuck.testing.orders;

/** The process is gone: nothing that it still says reaches anybody. */
final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }

    /** Whether this, or what caused it, is a kill. */
    static boolean isBehind(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof Killed) return true;
        }
        return false;
    }
}
