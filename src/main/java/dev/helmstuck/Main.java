package dev.helmstuck;

public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println(switch (args.length) { case 0 -> "x"; default -> "y"; });
    }
}
