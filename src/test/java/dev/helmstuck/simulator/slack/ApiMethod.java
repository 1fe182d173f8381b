package dev.helmstuck.simulator.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A method of the Web API: answers the fields beside {@code ok:true} or throws {@link SlackError}. */
interface ApiMethod {

    ObjectNode call(Params params);
}
