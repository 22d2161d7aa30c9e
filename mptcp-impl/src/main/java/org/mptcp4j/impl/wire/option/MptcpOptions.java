package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Options of Multipath TCP as records, out of and into the options field of a TCP header. */
public final class MptcpOptions {
  private MptcpOptions() {}

  /**
   * The well-formed options of Multipath TCP in a TCP options field, in their order; all others are
   * left out, and what follows an option of impossible length.
   *
   * @param options the field, from position to limit; not changed
   */
  public static List<MptcpOption> parse(ByteBuffer options) {
    List<MptcpOption> found = new ArrayList<>();
    int end = options.limit();
    int i = options.position();
    while (i < end && options.get(i) != OptionKind.END) {
      int kind = options.get(i) & 0xFF;
      int length = kind == OptionKind.NOP ? 1 : i + 1 < end ? options.get(i + 1) & 0xFF : 0;
      if (length == 0 || length > end - i || (length == 1 && kind != OptionKind.NOP)) {
        break;
      }
      if (kind == OptionKind.MPTCP) {
        parseOne(options, i, length).ifPresent(found::add);
      }
      i += length;
    }
    return found;
  }

  /** Writes {@code options} one after another and pads with NOPs to a multiple of 4 octets. */
  public static void write(List<MptcpOption> options, ByteBuffer target) {
    int start = target.position();
    options.forEach(option -> option.writeTo(target));
    OptionWriter.pad(target, start);
  }

  private static Optional<MptcpOption> parseOne(ByteBuffer buf, int at, int length) {
    ReceivedMptcp one = new ReceivedMptcp();
    one.read(buf, at, length);
    if (one.malformed()) {
      return Optional.empty();
    }
    return switch (buf.get(at + 2) >> 4 & 0x0F) {
      case OptionKind.MP_CAPABLE -> Optional.of(one.mpCapable().toRecord());
      case OptionKind.MP_JOIN -> Optional.of(one.mpJoin().toRecord());
      case OptionKind.DSS -> Optional.of(one.dss().toRecord());
      case OptionKind.ADD_ADDR -> Optional.of(one.addAddr(0).toRecord());
      case OptionKind.REMOVE_ADDR -> Optional.of(one.removeAddr().toRecord());
      case OptionKind.MP_PRIO -> Optional.of(one.mpPrio().toRecord());
      case OptionKind.MP_FAIL -> Optional.of(one.mpFail().toRecord());
      case OptionKind.MP_FASTCLOSE -> Optional.of(one.fastClose().toRecord());
      case OptionKind.MP_TCPRST -> Optional.of(one.tcpRst().toRecord());
      default -> Optional.empty();
    };
  }
}
