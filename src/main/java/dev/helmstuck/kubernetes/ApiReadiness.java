package dev.helmstuck.kubernetes;

import dev.helmstuck.runbook.Target;

/** {@code /readyz}: "ok", or the lines of its report that are not. */
final class ApiReadiness {
    private final Clients clients;

    ApiReadiness(Clients clients) {
        this.clients = clients;
    }

    String ask(Target target) {
        ApiRequest ask = ApiRequest.readyz(target);
        ApiResponse answer = clients.of(target).ready(ask);
        String text = answer.body().strip();
        if (answer.code() == 200 && text.equals("ok")) return "ok";
        // The report is plain text, one check a line: "[+]ping ok", "[-]etcd failed: reason withheld".
        String complaint = String.join("; ", text.lines().filter(line -> line.startsWith("[-]")).map(line -> line.substring(3)).toList());
        if (answer.code() >= 500 && !complaint.isEmpty()) return ApiResponse.cut(complaint);
        throw ClusterErrors.answer(ask, answer);
    }
}
