package org.mptcp4j.examples.pairs;

import java.util.List;

/**
 * Who sends to whom.
 *
 * @param sender whose TCP sends
 * @param receiver whose TCP receives
 */
public record Flow(Tcp sender, Tcp receiver) {
  /** Whose TCP. */
  public enum Tcp {
    KERNEL,
    OURS;

    @Override
    public String toString() {
      return this == KERNEL ? "kernel" : "ours";
    }
  }

  /** The judge first: what the others are measured by. */
  public static final List<Flow> PAIRS =
      List.of(
          new Flow(Tcp.KERNEL, Tcp.KERNEL),
          new Flow(Tcp.KERNEL, Tcp.OURS),
          new Flow(Tcp.OURS, Tcp.KERNEL),
          new Flow(Tcp.OURS, Tcp.OURS));

  /** Two of the kernel's flows and two of ours, all to the kernel. */
  public static final List<Flow> RIVALS =
      List.of(PAIRS.get(0), PAIRS.get(0), PAIRS.get(2), PAIRS.get(2));

  /** Such as {@code k>o}. */
  public String initials() {
    return sender.toString().charAt(0) + ">" + receiver.toString().charAt(0);
  }

  @Override
  public String toString() {
    return sender + ">" + receiver;
  }
}
