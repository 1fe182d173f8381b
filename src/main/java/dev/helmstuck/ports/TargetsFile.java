package dev.helmstuck.ports;

import java.util.List;

/** The targets file that the bot serves by; asked each time, for it is read again when it changes. */
public interface TargetsFile {

    /** For what the file as it is now is not in force, a line for each problem, while the one before it is; empty if it is in force. */
    List<String> heldBack();
}
