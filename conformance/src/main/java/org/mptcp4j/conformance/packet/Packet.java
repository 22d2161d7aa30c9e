package org.mptcp4j.conformance.packet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * A TCP segment in its IP packet, as it was read or as it is to be written.
 *
 * @param source address and port
 * @param destination address and port
 * @param seq sequence number
 * @param ack acknowledgment number; of no meaning without the ACK bit
 * @param flags see {@link Flags}
 * @param window as in the header, not scaled
 * @param urgent pointer
 * @param ecn the two bits of the IP header (RFC 3168)
 * @param options in their order, padding left out
 * @param payload never null
 * @param faults what is wrong with a packet that was read: checksums, malformed options
 */
@SuppressWarnings({"ArrayRecordComponent", "OperatorPrecedence"})
public record Packet(
    InetSocketAddress source,
    InetSocketAddress destination,
    int seq,
    int ack,
    int flags,
    int window,
    int urgent,
    int ecn,
    List<TcpOption> options,
    byte[] payload,
    List<String> faults) {

  public Packet {
    options = List.copyOf(options);
    faults = List.copyOf(faults);
  }

  public boolean has(int flag) {
    return (flags & flag) == flag;
  }

  /** Without data, SYN, FIN and RST. */
  public boolean isPureAck() {
    return (flags & (Flags.SYN | Flags.FIN | Flags.RST)) == 0
        && has(Flags.ACK)
        && payload.length == 0;
  }

  /** How much sequence space it takes. */
  public int sequenceLength() {
    return payload.length + (has(Flags.SYN) ? 1 : 0) + (has(Flags.FIN) ? 1 : 0);
  }

  /** The first option of that type. */
  public <T extends TcpOption> Optional<T> option(Class<T> type) {
    return options.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Whether it has an option of that type. */
  public boolean carries(Class<? extends TcpOption> type) {
    return option(type).isPresent();
  }

  /** Whether it has any option of Multipath TCP. */
  public boolean isMultipath() {
    return options.stream().anyMatch(Packet::isKind30);
  }

  private static boolean isKind30(TcpOption option) {
    return option instanceof MpOption
        || option instanceof TcpOption.Raw raw && raw.bytes()[0] == MpOption.KIND;
  }

  public InetAddress from() {
    return source.getAddress();
  }

  public InetAddress to() {
    return destination.getAddress();
  }

  /** One line for a person, without addresses. */
  public String summary() {
    StringBuilder text = new StringBuilder();
    text.append(Flags.text(flags)).append(" seq ").append(Integer.toUnsignedString(seq));
    if (has(Flags.ACK)) {
      text.append(" ack ").append(Integer.toUnsignedString(ack));
    }
    text.append(" win ").append(window);
    if (payload.length > 0) {
      text.append(" len ").append(payload.length);
    }
    for (TcpOption option : options) {
      text.append(' ').append(OptionText.of(option));
    }
    if (!faults.isEmpty()) {
      text.append(" !").append(faults);
    }
    return text.toString();
  }
}
