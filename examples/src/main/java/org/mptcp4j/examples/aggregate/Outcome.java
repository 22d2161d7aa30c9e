package org.mptcp4j.examples.aggregate;

import java.util.List;
import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.examples.pairs.Flow;

/**
 * What a pair reached.
 *
 * @param flow who sent the larger part to whom
 * @param efficiency goodput after the start, over what both links can carry as payload
 * @param seconds from the SYN to the last byte
 * @param links what became of the larger part's packets on each link
 */
record Outcome(Flow flow, double efficiency, double seconds, List<EmulatedDirection.Tally> links) {}
