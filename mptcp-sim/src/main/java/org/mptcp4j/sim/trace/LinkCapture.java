package org.mptcp4j.sim.trace;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Tap;
import org.mptcp4j.sim.link.DropCause;

/**
 * Captures a link into a pcapng file: each packet once, when it enters the link; what the link
 * drops then has a comment that says why. A packet that a cut takes on its way appears as sent
 * only.
 *
 * <p>A packet from {@link Link#a()} is outbound. Errors of the stream come out of the simulation as
 * {@link UncheckedIOException}.
 */
public final class LinkCapture implements Tap, Closeable {
  private final PcapngWriter writer;
  private final int interfaceIndex;

  /**
   * @param out closed with this capture
   */
  public LinkCapture(Link link, OutputStream out) throws IOException {
    writer = new PcapngWriter(out);
    interfaceIndex = writer.addInterface(link.name());
    link.addTap(this);
  }

  /** Captures into {@code <directory>/<name of the link>.pcapng}, which is replaced. */
  public static LinkCapture toDirectory(Link link, Path directory) throws IOException {
    Path file = directory.resolve(link.name() + ".pcapng");
    return new LinkCapture(link, new BufferedOutputStream(Files.newOutputStream(file)));
  }

  @Override
  public void onSent(Link link, Direction direction, ByteBuffer packet, long nowNanos) {
    write(direction, packet, nowNanos, null);
  }

  @Override
  public void onDropped(
      Link link, Direction direction, ByteBuffer packet, DropCause cause, long nowNanos) {
    if (cause != DropCause.DOWN) {
      write(direction, packet, nowNanos, "dropped: " + cause);
    }
  }

  private void write(Direction direction, ByteBuffer packet, long nowNanos, String comment) {
    PcapngWriter.Flow flow =
        direction == Direction.A_TO_B ? PcapngWriter.Flow.OUTBOUND : PcapngWriter.Flow.INBOUND;
    try {
      writer.packet(interfaceIndex, nowNanos, packet, flow, comment);
    } catch (IOException e) {
      throw new UncheckedIOException("capture of " + interfaceIndex, e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
