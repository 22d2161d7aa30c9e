package org.mptcp4j.conformance.dialogue;

import java.util.function.Predicate;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;

/**
 * What may be said of a packet of the peer's, with words for it.
 *
 * @param text completes "expected ..."
 */
public record Condition(String text, Predicate<Packet> test) {
  public static Condition of(String text, Predicate<Packet> test) {
    return new Condition(text, test);
  }

  public static Condition any() {
    return of("any packet", p -> true);
  }

  public static Condition syn() {
    return of("SYN", p -> p.has(Flags.SYN) && !p.has(Flags.ACK));
  }

  public static Condition synAck() {
    return of("SYN,ACK", p -> p.has(Flags.SYN | Flags.ACK));
  }

  public static Condition reset() {
    return of("RST", p -> p.has(Flags.RST));
  }

  public static Condition fin() {
    return of("FIN", p -> p.has(Flags.FIN));
  }

  public static Condition pureAck() {
    return of("pure ACK", Packet::isPureAck);
  }

  public static Condition data() {
    return of("data", p -> p.payload().length > 0);
  }

  /** ACK bit set and that acknowledgment number. */
  public static Condition acknowledges(int ack) {
    return of("ACK of " + Integer.toUnsignedString(ack), p -> p.has(Flags.ACK) && p.ack() == ack);
  }

  public static Condition carries(Class<? extends TcpOption> type) {
    return of(name(type), p -> p.carries(type));
  }

  /** An option of that type for which {@code test} holds. */
  public static <T extends TcpOption> Condition carries(
      Class<T> type, String text, Predicate<T> test) {
    return of(
        name(type) + " " + text,
        p -> p.options().stream().anyMatch(o -> type.isInstance(o) && test.test(type.cast(o))));
  }

  /** Any option of kind 30. */
  public static Condition multipath() {
    return of("an MPTCP option", Packet::isMultipath);
  }

  /** A DSS with a mapping. */
  public static Condition mapping() {
    return carries(MpOption.Dss.class, "with a mapping", MpOption.Dss::hasMapping);
  }

  /** A DATA_ACK, of 64 or 32 bits, of all of our stream before that offset. */
  public static Condition dataAck(Session session, long offset) {
    return carries(
        MpOption.Dss.class,
        "with DATA_ACK of offset " + offset,
        dss -> isAckOf(dss, session.dsn(offset)));
  }

  private static boolean isAckOf(MpOption.Dss dss, long dsn) {
    Long ack = dss.dataAck();
    return ack != null && (dss.wideAck() ? ack == dsn : ack.intValue() == (int) dsn);
  }

  /** A DSS with flag F. */
  public static Condition dataFin() {
    return carries(MpOption.Dss.class, "with DATA_FIN", MpOption.Dss::fin);
  }

  public Condition and(Condition other) {
    return of(text + " with " + other.text, test.and(other.test));
  }

  public Condition or(Condition other) {
    return of(text + " or " + other.text, test.or(other.test));
  }

  public Condition without(Condition other) {
    return of(text + " without " + other.text, test.and(other.test.negate()));
  }

  public boolean holds(Packet packet) {
    return test.test(packet);
  }

  private static String name(Class<? extends TcpOption> type) {
    return switch (type.getSimpleName()) {
      case "Capable" -> "MP_CAPABLE";
      case "JoinSyn", "JoinSynAck", "JoinAck" -> "MP_JOIN";
      case "Dss" -> "DSS";
      case "AddAddr" -> "ADD_ADDR";
      case "RemoveAddr" -> "REMOVE_ADDR";
      case "Prio" -> "MP_PRIO";
      case "Fail" -> "MP_FAIL";
      case "FastClose" -> "MP_FASTCLOSE";
      case "TcpRst" -> "MP_TCPRST";
      default -> type.getSimpleName();
    };
  }
}
