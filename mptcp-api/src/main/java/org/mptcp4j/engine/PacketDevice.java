package org.mptcp4j.engine;

import java.io.Closeable;
import java.io.IOException;

/**
 * A source and sink of IP packets: a TUN device, a link of a simulator, a pair of queues.
 *
 * <p>Used by one thread, the driver's, except {@link #close}, which any thread may call.
 */
public interface PacketDevice extends PacketSink, Closeable {
  /** The name shown in logs, such as {@code tun0}. */
  String name();

  /** The largest packet that the link takes, in bytes. */
  int mtu();

  /**
   * The largest packet that this device takes and cuts itself, in bytes; {@link #mtu()} where it
   * has no segmentation offload.
   */
  default int maxPacketBytes() {
    return mtu();
  }

  /**
   * What a buffer needs for whatever {@link #receive} may find, in bytes: the largest packet, and
   * what the device puts before it.
   */
  default int bufferBytes() {
    return maxPacketBytes();
  }

  /**
   * Takes the next packet without waiting.
   *
   * @param pool where the buffer comes from, of at least {@link #bufferBytes()} each
   * @return a packet that the caller releases, or null where none waits
   * @throws IOException when the device is gone
   */
  PacketBuffer receive(PacketPool pool) throws IOException;

  /**
   * Lets a packet go on that the engine did not claim, as if no engine had been here. The default
   * drops it.
   *
   * @param packet stays the caller's
   */
  default void pass(PacketBuffer packet) {}
}
