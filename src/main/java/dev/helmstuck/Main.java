package dev.helmstuck;

/** Placeholder of this commit's ground; the command line follows. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(2);
    }
}
