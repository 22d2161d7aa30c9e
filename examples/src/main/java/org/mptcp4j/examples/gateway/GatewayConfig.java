package org.mptcp4j.examples.gateway;

import org.mptcp4j.gateway.setup.GatewaySetup;

/**
 * A configuration that was read and found good.
 *
 * @param queues of each device, with a thread for each
 */
record GatewayConfig(GatewaySetup setup, Limits limits, int queues) {}
