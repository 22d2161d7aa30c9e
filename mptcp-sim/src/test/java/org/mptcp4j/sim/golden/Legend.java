package org.mptcp4j.sim.golden;

/** What the columns of the tables mean. */
final class Legend {
  static final String LOSS = "Packets are lost by chance, in both directions.";
  static final String QUEUE =
      "The queue is in bandwidth-delay products (BDP) of the path, and at least two packets.";
  static final String SECONDS = "It runs for 8 s and 40 round trips.";
  static final String GOODPUT =
      "eff: goodput over the links' payload rate (mptcp-sim's; plain TCP can reach 1.014); late: of"
          + " the second half alone;";
  static final String REPAIRS = "rto: time-outs; rtx%: payload sent again.";
  static final String SEEDS =
      "Each figure is the median of the seeds 1 to 3 where anything happens by chance.";
  static final String FAIRNESS =
      "jain, min% (the least flow's share), eff: in the second half; rto, rtx%: from the start.";

  static final String GOODPUT_COLUMNS = "   eff  late rto  rtx%";
  static final String FAIRNESS_COLUMNS = "  jain  min%   eff rto  rtx%";

  private Legend() {}
}
