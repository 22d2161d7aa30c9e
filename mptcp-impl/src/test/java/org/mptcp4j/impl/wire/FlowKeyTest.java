package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Keys order as they equal: maps fall back upon the order where hashes collide. */
class FlowKeyTest {
  @Test
  void keysThatAreEqualAndNoOthersCompareAsEqual() {
    Random random = new Random(4);
    List<FlowKey> keys = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      boolean v6 = random.nextBoolean();
      IpAddress local = new IpAddress(v6 ? random.nextInt(2) : 0, random.nextInt(2), v6);
      IpAddress remote = new IpAddress(v6 ? random.nextInt(2) : 0, random.nextInt(2), v6);
      keys.add(new FlowKey(random.nextInt(2), local, random.nextInt(2), remote, random.nextInt(2)));
    }
    for (FlowKey a : keys) {
      for (FlowKey b : keys) {
        assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
      }
    }
    assertThat(new TreeSet<>(keys)).hasSameSizeAs(keys.stream().distinct().toList());
  }
}
