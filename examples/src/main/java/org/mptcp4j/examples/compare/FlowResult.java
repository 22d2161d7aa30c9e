package org.mptcp4j.examples.compare;

import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.examples.pairs.Flow;

/**
 * What a flow reached.
 *
 * @param goodput bits per second that the receiving application read, from the SYN on
 * @param sender what the sender says
 * @param link what became of its packets; of all flows that share the link
 */
record FlowResult(Flow flow, double goodput, EndpointReport sender, EmulatedDirection.Tally link) {}
