package dev.helmstuck.kubernetes;

import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.helmstuck.simulator.kubernetes.ClusterSimulator;
import dev.helmstuck.simulator.kubernetes.Kind;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The simulated cluster. */
final class SimulatedPlace implements Place, AutoCloseable {
    private final ClusterSimulator simulator = ClusterSimulator.start(Clock.systemUTC());
    private final KubernetesClient admin = new KubernetesClientBuilder().withConfig(new ConfigBuilder(Config.empty())
            .withMasterUrl(simulator.uri().toString()).withOauthToken(simulator.token()).withHttp2Disable(true).build()).build();
    private final Path folder;

    SimulatedPlace(Path folder) {
        this.folder = folder;
    }

    ClusterSimulator simulator() {
        return simulator;
    }

    @Override
    public Path kubeconfig() {
        return simulator.kubeconfig(folder, context());
    }

    @Override
    public String context() {
        return "simulated";
    }

    @Override
    public KubernetesClient admin() {
        return admin;
    }

    @Override
    public String namespace() {
        String name = "t-" + UUID.randomUUID();
        ObjectNode unused = simulator.put("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"" + name + "\"}}");
        return name;
    }

    @Override
    public void write(String namespace, String secret, UnaryOperator<Secret> change) {
        ObjectNode unused = simulator.change(Kind.SECRET, namespace, secret, was -> ApiResponse.JSON
                .valueToTree(change.apply(ApiResponse.JSON.convertValue(was, Secret.class))));
    }

    @Override
    public void close() {
        admin.close();
        simulator.close();
    }
}
