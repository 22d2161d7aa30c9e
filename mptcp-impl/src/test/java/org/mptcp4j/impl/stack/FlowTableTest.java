package org.mptcp4j.impl.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;

/** The demultiplexer's table beside a map of the JDK's. */
class FlowTableTest {
  private static final int FAMILY = 7;
  private static final Siblings ALONE = new NoSiblings();

  private static final int OPERATIONS = 200_000;

  /** So few that keys meet again, and all parts of them differ. */
  private static final int CHOICES = 4;

  private record Entry(FlowKey key, int number) implements Flow {}

  private final Random random = new Random(5);

  private FlowKey key() {
    boolean v6 = random.nextBoolean();
    return new FlowKey(
        random.nextInt(3), address(v6), random.nextInt(CHOICES), address(v6), random.nextInt(90));
  }

  private IpAddress address(boolean v6) {
    long hi = random.nextInt(CHOICES);
    long lo = random.nextInt(CHOICES);
    return v6 ? new IpAddress(hi, lo, true) : IpAddress.v4((int) lo);
  }

  @Test
  void holdsWhatAMapHolds() {
    FlowTable table = new FlowTable(random.nextLong(), ALONE);
    Map<FlowKey, Entry> expected = new HashMap<>();
    int most = 0;
    for (int i = 0; i < OPERATIONS; i++) {
      FlowKey key = key();
      Entry entry = new Entry(key, i);
      assertThat(table.get(key)).isSameAs(expected.get(key));
      // it grows at first, and shrinks then
      if (random.nextInt(100) < (i < OPERATIONS / 2 ? 70 : 30)) {
        assertThat(table.put(entry)).isEqualTo(expected.putIfAbsent(key, entry) == null);
      } else {
        // another one with the same key is not removed
        table.remove(entry);
        Entry last = expected.remove(key);
        if (last != null) {
          table.remove(last);
        }
      }
      assertThat(table.size()).isEqualTo(expected.size());
      most = Math.max(most, expected.size());
    }
    expected.forEach((key, entry) -> assertThat(table.get(key)).isSameAs(entry));
    assertThat(most).isGreaterThan(1000);
  }

  /** So many in so small a table that most stand behind another one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, FAMILY})
  void keysMayDifferInOnePartAlone(int part) {
    for (int seed = 0; seed < 20; seed++) {
      FlowTable table = new FlowTable(seed, ALONE);
      int most = part == FAMILY ? 2 : 30;
      for (int i = 0; i < most; i++) {
        assertThat(table.put(new Entry(differing(part, i), i))).as("%s", i).isTrue();
      }
      for (int i = 0; i < most; i++) {
        assertThat(((Entry) table.get(differing(part, i))).number()).isEqualTo(i);
      }
      if (part != FAMILY) {
        assertThat(table.get(differing(part, most))).isNull();
      }
    }
  }

  private static FlowKey differing(int part, int value) {
    int[] parts = {1, 0, 1, 1, 0, 1, 1, 1};
    parts[part] = value;
    boolean v6 = parts[FAMILY] == 1;
    return new FlowKey(
        parts[0],
        new IpAddress(parts[1], parts[2], v6),
        parts[3],
        new IpAddress(parts[4], parts[5], v6),
        parts[6]);
  }
}
