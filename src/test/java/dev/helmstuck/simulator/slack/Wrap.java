package dev.helmstuck.simulator.slack;

import java.util.ArrayList;
import java.util.List;

/** Breaks long lines at blanks; what follows is indented like the line itself. A word that is too long, such as a link, stays whole. */
final class Wrap {

    private Wrap() {}

    static List<String> wrap(String line, int width) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(indent(line));
        String rest = line;
        while (rest.codePointCount(0, rest.length()) > width) {
            int at = breakAt(rest, indent.length(), width);
            if (at < 0) {
                break;
            }
            lines.add(rest.substring(0, at).stripTrailing());
            rest = indent + rest.substring(at).strip();
        }
        lines.add(rest);
        return lines;
    }

    /** The last blank within the width, else the first one behind it. */
    private static int breakAt(String line, int indent, int width) {
        int within = line.lastIndexOf(' ', line.offsetByCodePoints(0, width));
        return within > indent ? within : line.indexOf(' ', width);
    }

    /** Leading blanks, and those under a list mark such as {@code [✓] }. */
    private static int indent(String line) {
        int blanks = line.length() - line.stripLeading().length();
        String rest = line.substring(blanks);
        return blanks + (rest.startsWith("[") && rest.indexOf("] ") == 2 ? 4 : rest.startsWith("• ") || rest.startsWith("◦ ") ? 2 : 0);
    }
}
