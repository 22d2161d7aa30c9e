package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the header of IPv4 says of fragments (RFC 791, section 3.1; RFC 6864). */
class PacketWriterTest {
  private static final int DONT_FRAGMENT = 0x4000;

  private final PacketWriter writer =
      new PacketWriter().from(IpAddress.v4(0x0A000001), 1).to(IpAddress.v4(0x0A000002), 2);

  private int word(boolean fragmentable) {
    ByteBuffer target = ByteBuffer.allocate(40);
    writer.fragmentable(fragmentable).begin(target);
    writer.end(target, 0, 0);
    assertThat(Checksums.verifies(Checksums.add(0, target, 0, 20))).isTrue();
    return target.getInt(4);
  }

  /** RFC 6864, section 4.1: "the IPv4 ID field ... MAY be set to any value" of an atomic one. */
  @Test
  void atomicDatagramsHaveNoIdentification() {
    assertThat(word(false)).isEqualTo(DONT_FRAGMENT);
    word(true);
    assertThat(word(false)).isEqualTo(DONT_FRAGMENT);
  }

  /** Section 4.3: sources of others "MUST NOT repeat IPv4 ID values within one MDL". */
  @Test
  void eachThatMayBeCutHasItsOwn() {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 1 << 16; i++) {
      int word = word(true);
      assertThat(word & 0xFFFF).isZero();
      assertThat(seen.add(word)).isTrue();
    }
  }
}
