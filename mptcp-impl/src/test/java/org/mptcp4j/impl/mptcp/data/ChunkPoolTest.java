package org.mptcp4j.impl.mptcp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A chunk is used again when neither TCP nor the data level needs it, and not before. */
class ChunkPoolTest {
  private final ChunkPool pool = new ChunkPool();
  private final SentMappings sent = new SentMappings();

  @Test
  void waitsForTcpAndForTheDataLevel() {
    MappedChunk acknowledgedByTcpFirst = pool.take(1, -1);
    sent.add(acknowledgedByTcpFirst);
    acknowledgedByTcpFirst.onDropped();
    assertThat(pool.take(2, -1)).isNotSameAs(acknowledgedByTcpFirst);
    sent.acknowledge(Long.MAX_VALUE);
    assertThat(pool.take(3, 4)).isSameAs(acknowledgedByTcpFirst);
    assertThat(acknowledgedByTcpFirst.dataPosition()).isEqualTo(3);

    MappedChunk acknowledgedByTcpLast = pool.take(5, -1);
    sent.add(acknowledgedByTcpLast);
    sent.clear();
    assertThat(pool.take(6, -1)).isNotSameAs(acknowledgedByTcpLast);
    acknowledgedByTcpLast.onDropped();
    assertThat(pool.take(7, -1)).isSameAs(acknowledgedByTcpLast);
  }

  @Test
  void tellsWhoReleasesTwice() {
    MappedChunk chunk = pool.take(1, -1);
    chunk.release();
    assertThatThrownBy(chunk::release).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sent.add(chunk)).isInstanceOf(IllegalStateException.class);
  }
}
