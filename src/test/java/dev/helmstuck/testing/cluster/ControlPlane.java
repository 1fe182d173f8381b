package dev.helmstuck.testing.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.helmstuck.testing.Canary;

/** The processes of a cluster on loopback, in one folder: keys, data and logs. */
final class ControlPlane {
    private final Path programs;
    private final Path folder;
    private final Guard guard;
    private final List<Process> processes = new ArrayList<>();
    private final String token = Canary.VALUE + UUID.randomUUID();
    private final int port;
    private final int etcdPort;
    private final int peerPort;
    private final int nodePort;
    private Process kubelets;

    ControlPlane(Path programs, Path folder, Guard guard) throws IOException {
        this.programs = programs;
        this.folder = folder;
        this.guard = guard;
        try (ServerSocket one = free(); ServerSocket two = free(); ServerSocket three = free(); ServerSocket four = free()) {
            port = one.getLocalPort();
            etcdPort = two.getLocalPort();
            peerPort = three.getLocalPort();
            nodePort = four.getLocalPort();
        }
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    String server() {
        return "https://127.0.0.1:" + port;
    }

    /** The token of a member of system:masters. */
    String token() {
        return token;
    }

    /** What the API server's clients have to trust; it exists once the server is up. */
    Path authority() {
        return folder.resolve("pki/apiserver.crt");
    }

    void startServers() throws IOException {
        writeKeys();
        Path tokens = Files.createFile(folder.resolve("tokens.csv"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, token + ",admin,admin,\"system:masters\"\n");
        String etcd = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + peerPort;
        start("etcd", "--data-dir", "etcd-data", "--unsafe-no-fsync", "--log-level", "error", "--listen-client-urls", etcd,
                "--advertise-client-urls", etcd, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster",
                "default=" + peer);
        start("kube-apiserver", "--etcd-servers", etcd, "--bind-address", "127.0.0.1", "--secure-port", String.valueOf(port), "--cert-dir",
                "pki", "--token-auth-file", "tokens.csv", "--authorization-mode", "RBAC", "--service-cluster-ip-range", "10.0.0.0/16",
                "--service-account-issuer", "https://kubernetes.default.svc", "--service-account-signing-key-file", "sa.key",
                "--service-account-key-file", "sa.pub", "--profiling=false", "--kubelet-preferred-address-types", "InternalIP");
    }

    /** Autoscalers look every second instead of every 15, so that a test need not wait for them. */
    void startControllers(Path kubeconfig) throws IOException {
        String config = kubeconfig.toString();
        start("kube-controller-manager", "--kubeconfig", config, "--use-service-account-credentials", "--leader-elect=false",
                "--service-account-private-key-file", "sa.key", "--bind-address", "127.0.0.1", "--secure-port", "0",
                "--horizontal-pod-autoscaler-sync-period=1s");
        start("kube-scheduler", "--kubeconfig", config, "--leader-elect=false", "--bind-address", "127.0.0.1", "--secure-port", "0");
        // without leases the node turns NotReady after 50 s, and its pods stay unready for good
        kubelets = start("kwok", "--kubeconfig", config, "--manage-all-nodes=true", "--node-lease-duration-seconds=40", "--node-ip",
                "127.0.0.1", "--node-port", String.valueOf(nodePort), "--server-address", "127.0.0.1:" + nodePort, "--tls-cert-file",
                "pki/apiserver.crt", "--tls-private-key-file", "pki/apiserver.key", "--config", containers());
    }

    /** What is executed in a container runs here, in the folder {@link #container} and with the programs that lie there. */
    private String containers() throws IOException {
        Path inside = Files.createDirectories(container());
        return Files.writeString(folder.resolve("kwok.yaml"), """
                apiVersion: kwok.x-k8s.io/v1alpha1
                kind: ClusterExec
                metadata: {name: containers}
                spec:
                  execs:
                    - local:
                        workDir: "%s"
                        envs: [{name: PATH, value: "%s:/usr/bin:/bin"}]
                """.formatted(inside, inside)).toString();
    }

    /** Stands for the file system of every container of the simulated node; empty at first. */
    Path container() {
        return folder.resolve("container");
    }

    /** Fails with the end of the log of a process that has ended although the cluster needs it. */
    void check() {
        for (Process process : processes) {
            if (!process.isAlive())
                throw new IllegalStateException("ended with " + process.exitValue() + "\n" + logs());
        }
    }

    String logs() {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
                List<String> lines = Files.readAllLines(log);
                logs.append("--- ").append(log.getFileName()).append('\n');
                lines.subList(Math.max(0, lines.size() - 5), lines.size()).forEach(line -> logs.append(line).append('\n'));
            }
        } catch (IOException e) {
            logs.append(e);
        }
        return logs.toString();
    }

    /** Runs this while the simulated kubelets are stopped, as those of a node that hangs. */
    void whileKubeletsAreSilent(Runnable meanwhile) {
        signalKubelets("STOP");
        try {
            meanwhile.run();
        } finally {
            signalKubelets("CONT");
        }
    }

    private void signalKubelets(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, String.valueOf(kubelets.pid())).inheritIO().start().waitFor();
            if (exit != 0) throw new IllegalStateException("the kubelets took no SIG" + signal);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve(program + ".log").toFile());
        // kwok looks for a container's program on its own PATH, not on the container's
        builder.environment().put("PATH", container() + ":/usr/bin:/bin");
        Process process = builder.start();
        guard.watch(process);
        processes.add(process);
        return process;
    }

    private void writeKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            Files.writeString(folder.resolve("sa.key"), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            Files.writeString(folder.resolve("sa.pub"), pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }
}
