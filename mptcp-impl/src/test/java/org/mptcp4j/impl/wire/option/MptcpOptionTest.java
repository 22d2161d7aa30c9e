package org.mptcp4j.impl.wire.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcp4j.test.Covers;

/** Options written and read, and read with every length that the octet can hold. */
class MptcpOptionTest {
  static Stream<MptcpOption> samples() {
    return Stream.concat(
        MptcpOptionSamples.version0().stream(), MptcpOptionSamples.version1().stream());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isReadAsItWasWritten(MptcpOption option) {
    ByteBuffer buf = ByteBuffer.allocate(60).position(7);
    option.writeTo(buf);
    assertThat(buf.position() - 7).isEqualTo(option.length());
    assertThat(buf.get(8)).isEqualTo((byte) option.length());
    OptionWriter.pad(buf, 7);
    assertThat((buf.position() - 7) % 4).isZero();
    assertThat(MptcpOptions.parse(buf.flip().position(7))).containsExactly(option);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void fitsTheFieldForOptions(MptcpOption option) {
    assertThat(OptionWriter.padded(option.length())).isLessThanOrEqualTo(40);
    assertThat(option.toString()).isNotBlank().doesNotContain("@");
  }

  /** The octets of RFC 6824's and RFC 8684's diagrams, filled in by hand. */
  @ParameterizedTest
  @CsvSource({
    "0, 1e0c0081 0123456789abcdef",
    "1, 1e140001 0123456789abcdef fedcba9876543210",
    "2, 1e083403 0a020001",
    "3, 1e0a34ff ffffffff ffff",
    "4, 1e143600 20010db8000000000000000000000001",
    "5, 1e163609 fffffffffffffffffffffffffffffffe 01bb",
    "6, 1e0451c8",
    "8, 1e0c1102 cafebabe 80000001",
    "10, 1e101102 fedcba9876543210 12345678",
    "12, 1e181000 000102030405060708090a0b0c0d0e0f10fdfeff"
  })
  void version0LooksLikeTheDiagrams(int index, String hex) {
    assertThat(wire(MptcpOptionSamples.version0().get(index))).isEqualTo(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1e040181",
    "1, 1e0c0121 fedcba9876543210",
    "3, 1e160101 0123456789abcdef fedcba9876543210 ffff",
    "4, 1e180181 0123456789abcdef fedcba9876543210 0578 beef",
    "5, 1e103003 0a020001 0123456789abcdef",
    "6, 1e123003 0a020001 1f90 fedcba9876543210",
    "8, 1e0a3103 0a020001 1f90",
    "10, 1e1e3004 0123456789abcdeffedcba9876543210 1f90 0123456789abcdef",
    "13, 1e048104"
  })
  void version1LooksLikeTheDiagrams(int index, String hex) {
    assertThat(wire(MptcpOptionSamples.version1().get(index))).isEqualTo(hex.replace(" ", ""));
  }

  @Test
  void dssLooksLikeTheDiagram() {
    assertThat(wire(new MptcpOption.Dss(0x1F, 1, 2, 3, 4, true, 5)))
        .isEqualTo("1e1c201f" + "0000000000000001" + "0000000000000002" + "00000003" + "00040005");
    assertThat(wire(new MptcpOption.Dss(0x05, 1, 2, 3, 4, false, 0)))
        .isEqualTo("1e12200500000001" + "00000002" + "000000030004");
    assertThat(wire(new MptcpOption.RemoveAddr(List.of(1, 255)))).isEqualTo("1e054001ff");
    assertThat(wire(new MptcpOption.MpFail(1))).isEqualTo("1e0c60000000000000000001");
    assertThat(wire(new MptcpOption.MpFastclose(1))).isEqualTo("1e0c70000000000000000001");
    assertThat(wire(new MptcpOption.MpPrio(true, false, 0))).isEqualTo("1e0351");
  }

  private static String wire(MptcpOption option) {
    ByteBuffer buf = ByteBuffer.allocate(40);
    option.writeTo(buf);
    return HexFormat.of().formatHex(buf.array(), 0, buf.position());
  }

  @Test
  void everyLengthOfEverySubtypeIsJudgedRight() {
    ByteBuffer buf = ByteBuffer.allocate(300);
    ReceivedMptcp received = new ReceivedMptcp();
    for (int subtype = 0; subtype < 16; subtype++) {
      for (int low = 0; low < 16; low++) {
        for (int flags = 0; flags < 256; flags++) {
          for (int length = 2; length < 256; length++) {
            buf.putInt(0, 30 << 24 | length << 16 | subtype << 12 | low << 8 | flags);
            received.clear();
            received.read(buf, 0, length);
            assertThat(received.present()).isTrue();
            if (received.malformed() == possible(subtype, low, flags, length)) {
              fail("subtype %d low %d flags %02x length %d", subtype, low, flags, length);
            }
          }
        }
      }
    }
  }

  /** What the RFCs allow, spelled out once more. */
  private static boolean possible(int subtype, int low, int flags, int length) {
    return switch (subtype) {
      case 0 -> (flags & 0x40) != 0 ? length >= 4 : capablePossible(low, length);
      case 1 -> length == 12 || length == 16 || length == 24;
      case 2 -> dssPossible(flags, length);
      case 3 -> addAddrPossible(low, length);
      case 4 -> length >= 4 && length <= 40;
      case 5 -> length == 3 || length == 4;
      case 6, 7 -> length == 12;
      case 8 -> length == 4;
      default -> length >= 3;
    };
  }

  private static boolean capablePossible(int version, int length) {
    return switch (version) {
      case 0 -> length == 12 || length == 20;
      case 1 -> List.of(4, 12, 20, 22, 24).contains(length);
      default -> length >= 4;
    };
  }

  private static boolean addAddrPossible(int low, int length) {
    boolean echo = (low & 1) != 0;
    List<Integer> plain = List.of(8, 10, 20, 22);
    return (plain.contains(length) && (echo || low == (length <= 10 ? 4 : 6)))
        || (plain.contains(length - 8) && !echo);
  }

  private static boolean dssPossible(int flags, int length) {
    int expected = 4;
    if ((flags & 1) != 0) {
      expected += (flags & 2) != 0 ? 8 : 4;
    }
    if ((flags & 4) == 0) {
      return length == expected;
    }
    expected += (flags & 8) != 0 ? 14 : 10;
    return length == expected || length == expected + 2;
  }

  /**
   * "The other bits [...] MUST be ignored by the receiver", RFC 8684, section 3.4.1 and elsewhere.
   */
  @Covers("8684-3.4.1-11")
  @ParameterizedTest
  @MethodSource("samples")
  void reservedBitsAreIgnored(MptcpOption option) {
    ByteBuffer buf = ByteBuffer.allocate(40);
    option.writeTo(buf);
    int reserved = reserved(option);
    for (int bits = 0; bits < 1 << 12; bits++) {
      if ((bits & ~reserved) == 0) {
        ByteBuffer spoiled = ByteBuffer.wrap(buf.array().clone());
        spoiled.putShort(2, (short) (spoiled.getShort(2) | bits)).limit(option.length());
        assertThat(MptcpOptions.parse(spoiled)).containsExactly(option);
      }
    }
  }

  /** Of the 12 bits behind the subtype. */
  private static int reserved(MptcpOption option) {
    if (option instanceof MptcpOption.AddAddr address && address.version() == 0) {
      return 0;
    }
    return switch (option.getClass().getSimpleName()) {
      case "AddAddr", "MpJoinSyn", "MpJoinSynAck", "MpPrio" -> 0xE00;
      case "RemoveAddr" -> 0xF00;
      case "Dss" -> 0xFE0;
      case "MpJoinAck", "MpFail", "MpFastclose" -> 0xFFF;
      default -> 0;
    };
  }

  @Test
  void theFirstOfTwoCountsAndTheSecondIsMalformed() {
    ByteBuffer buf = ByteBuffer.allocate(40);
    MptcpOptionWriter.mpFail(buf, 1);
    MptcpOptionWriter.mpFail(buf, 2);
    ReceivedMptcp received = new ReceivedMptcp();
    received.read(buf, 0, 12);
    assertThat(received.malformed()).isFalse();
    received.read(buf, 12, 12);
    assertThat(received.malformed()).isTrue();
    assertThat(received.mpFail().dsn()).isEqualTo(1);
  }

  @Test
  void fourAddressesFit() {
    ByteBuffer buf = ByteBuffer.allocate(48);
    ReceivedMptcp received = new ReceivedMptcp();
    for (int i = 0; i < 5; i++) {
      MptcpOptionWriter.addAddrV0(buf, i, false, 0, i, 0);
      received.read(buf, 8 * i, 8);
    }
    assertThat(received.addAddrCount()).isEqualTo(4);
    assertThat(received.addAddr(3).id()).isEqualTo(3);
    assertThat(received.malformed()).isTrue();
    received.clear();
    assertThat(received.addAddrCount()).isZero();
    assertThat(received.malformed()).isFalse();
    assertThat(received.present()).isFalse();
  }

  @Test
  void clearingForgetsEverything() {
    ByteBuffer buf = ByteBuffer.allocate(60);
    ReceivedMptcp received = new ReceivedMptcp();
    samples()
        .forEach(
            option -> {
              option.writeTo(buf.clear());
              received.read(buf, 0, option.length());
            });
    received.clear();
    assertThat(received.mpCapable().present()).isFalse();
    assertThat(received.mpCapable().hasSenderKey()).isFalse();
    assertThat(received.mpJoin().present()).isFalse();
    assertThat(received.dss().present()).isFalse();
    assertThat(received.dss().hasDataAck()).isFalse();
    assertThat(received.dss().hasMapping()).isFalse();
    assertThat(received.dss().dataFin()).isFalse();
    assertThat(received.removeAddr().present()).isFalse();
    assertThat(received.mpPrio().present()).isFalse();
    assertThat(received.mpFail().present()).isFalse();
    assertThat(received.fastClose().present()).isFalse();
    assertThat(received.tcpRst().present()).isFalse();
  }

  @Test
  void printsForPeople() {
    assertThat(MptcpOptionSamples.version0().get(2)).hasToString("ADD_ADDR v0 id 3 10.2.0.1");
    assertThat(MptcpOptionSamples.version0().get(5))
        .hasToString("ADD_ADDR v0 id 9 ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe port 443");
    assertThat(new MptcpOption.Dss(0x17, 7, 9, 1, 100, true, 0xAB))
        .hasToString(
            "DSS ack 0000000000000007 dsn 00000009 ssn 1 length 100 checksum 00ab DATA_FIN");
  }

  @Test
  void lengthsOfDss() {
    assertThat(DssLayout.length(true, true, true, true, true)).isEqualTo(28);
    assertThat(DssLayout.length(true, false, true, false, true)).isEqualTo(20);
    assertThat(DssLayout.length(true, false, false, true, true)).isEqualTo(8);
    assertThat(DssLayout.length(false, true, false, false, false)).isEqualTo(4);
  }
}
