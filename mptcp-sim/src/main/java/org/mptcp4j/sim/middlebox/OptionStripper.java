package org.mptcp4j.sim.middlebox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** A firewall that removes TCP options, as one does with those that it does not know. */
public final class OptionStripper extends TcpMiddlebox {
  private final Predicate<TcpOption> unwanted;
  private boolean overwrites;
  private long stripped;

  /**
   * @param unwanted the options that go
   */
  public OptionStripper(Selection selection, Predicate<TcpOption> unwanted) {
    super(selection);
    this.unwanted = unwanted;
  }

  /** Strips all options of that kind. */
  public static OptionStripper kind(Selection selection, int kind) {
    return new OptionStripper(selection, option -> option.kind() == kind);
  }

  /** Strips all options of Multipath TCP. */
  public static OptionStripper mptcp(Selection selection) {
    return kind(selection, TcpOption.MPTCP);
  }

  /** Strips the options of Multipath TCP of that subtype (RFC 8684, section 8.1). */
  public static OptionStripper mptcp(Selection selection, int subtype) {
    return new OptionStripper(selection, option -> option.mptcpSubtype() == subtype);
  }

  /** Writes no-operations over what it strips, so that headers keep their length. */
  public OptionStripper overwriting() {
    overwrites = true;
    return this;
  }

  /** How many options were stripped so far. */
  public long stripped() {
    return stripped;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    List<TcpOption> left = new ArrayList<>();
    for (TcpOption option : arrival.segment().options()) {
      if (!unwanted.test(option)) {
        left.add(option);
        continue;
      }
      stripped++;
      if (overwrites) {
        left.addAll(Collections.nCopies(option.length(), TcpOption.noOperation()));
      }
    }
    arrival.segment().options(left);
    pass(arrival, out);
  }
}
