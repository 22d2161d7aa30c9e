package org.mptcp4j.sim.transfer;

import org.mptcp4j.sim.link.LinkSpec;

/**
 * What one link did in a {@link Transfer}.
 *
 * @param name of the link
 * @param spec what it was like at the start
 * @param payloadBytes TCP payload that it delivered towards the receiver, retransmissions included
 * @param share its part of that of all links, 0 to 1
 * @param drops packets towards the receiver that it dropped
 */
public record LinkShare(String name, LinkSpec spec, long payloadBytes, double share, long drops) {}
