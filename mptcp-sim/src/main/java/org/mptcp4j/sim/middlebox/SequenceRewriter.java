package org.mptcp4j.sim.middlebox;

import java.util.HashMap;
import java.util.Map;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.sim.Direction;

/**
 * A firewall that gives each flow other initial sequence numbers, in both directions. It adjusts
 * acknowledgments and SACK blocks, as it has to.
 */
public final class SequenceRewriter extends TcpMiddlebox {
  private final Entropy entropy;
  private final Map<TcpFlow, int[]> shifts = new HashMap<>();
  private boolean forgetsSack;

  /**
   * @param entropy gives the numbers, two for each flow
   */
  public SequenceRewriter(Entropy entropy) {
    super(Selection.all());
    this.entropy = entropy;
  }

  /** Leaves SACK blocks as they are, as some firewalls do: then they make no sense. */
  public SequenceRewriter forgettingSack() {
    forgetsSack = true;
    return this;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    int[] shift =
        shifts.computeIfAbsent(
            arrival.flow(), flow -> new int[] {(int) entropy.nextLong(), (int) entropy.nextLong()});
    Direction direction = arrival.direction();
    TcpSegment segment = arrival.segment();
    int back = shift[direction.reverse().ordinal()];
    segment.sequence(segment.sequence() + shift[direction.ordinal()]);
    if (segment.has(TcpSegment.ACK)) {
      segment.acknowledgment(segment.acknowledgment() - back);
    }
    if (!forgetsSack) {
      SackBlocks.rewrite(segment, edge -> edge - back);
    }
    pass(arrival, out);
  }
}
