package dev.helmstuck.simulator.slack;

import java.net.URI;
import java.util.Map;

/** A request to the app's HTTP endpoint, as it went out. */
public record SignedRequest(URI uri, Map<String, String> headers, String body) {}
