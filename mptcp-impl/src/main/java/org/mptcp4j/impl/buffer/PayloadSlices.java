package org.mptcp4j.impl.buffer;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mptcp4j.engine.PacketBuffer;

/**
 * Views of the pieces that a range of a {@link ByteQueue} consists of. Reused.
 *
 * <p>The views are those of the packet buffers ({@link PacketBuffer#view}): valid until somebody
 * takes slices of the same bytes again. They hold no reference.
 */
public final class PayloadSlices {
  private static final int INITIAL = 64;

  private PacketBuffer[] buffers = new PacketBuffer[INITIAL];
  private ByteBuffer[] views = new ByteBuffer[INITIAL];
  private int[] offsets = new int[INITIAL];
  private int[] lengths = new int[INITIAL];
  private int count;
  private int length;

  /** Forgets all views. */
  public void clear() {
    Arrays.fill(buffers, 0, count, null);
    Arrays.fill(views, 0, count, null);
    count = 0;
    length = 0;
  }

  /** The number of pieces. */
  public int count() {
    return count;
  }

  /** Piece {@code i}, 0 to {@code count() - 1}, from its position to its limit; never empty. */
  public ByteBuffer get(int i) {
    if (i >= count) {
      throw new IndexOutOfBoundsException(i);
    }
    return views[i];
  }

  /** Index of piece {@code i}'s first byte in its view, wherever the view's position stands. */
  public int offset(int i) {
    return offsets[i];
  }

  /** Bytes of piece {@code i}. */
  public int length(int i) {
    return lengths[i];
  }

  /** All bytes. */
  public int length() {
    return length;
  }

  void add(PacketBuffer buffer, int offset, int bytes) {
    if (count == views.length) {
      buffers = Arrays.copyOf(buffers, 2 * count);
      views = Arrays.copyOf(views, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    // One view can't point at two pieces of its buffer: the second piece gets the second view.
    ByteBuffer view = buffer.view(piecesOf(buffer));
    view.limit(offset + bytes).position(offset);
    buffers[count] = buffer;
    offsets[count] = offset;
    lengths[count] = bytes;
    views[count++] = view;
    length += bytes;
  }

  private int piecesOf(PacketBuffer buffer) {
    int pieces = 0;
    for (int i = 0; i < count; i++) {
      pieces += buffers[i] == buffer ? 1 : 0;
    }
    return pieces;
  }
}
