package dev.helmstuck.simulator.gitlab;

import com.fasterxml.jackson.databind.JsonNode;

/** What a page lists. */
interface Listed {
    JsonNode json();
}
