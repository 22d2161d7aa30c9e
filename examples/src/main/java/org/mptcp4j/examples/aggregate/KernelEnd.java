package org.mptcp4j.examples.aggregate;

import java.io.IOException;
import java.util.Map;
import org.mptcp4j.examples.pairs.KernelProgram;

/** An end on the kernel's Multipath TCP: a small Python program in a namespace. */
final class KernelEnd implements End {
  private static final String PROGRAM = "exchange.py";

  private final KernelProgram program;

  private KernelEnd(KernelProgram program) {
    this.program = program;
  }

  /**
   * @param bytes to send
   */
  static KernelEnd client(String namespace, String local, String remote, int port, long bytes)
      throws IOException {
    return start(namespace, "connect", local, remote, port, bytes);
  }

  /**
   * @param bytes to send
   */
  static KernelEnd server(String namespace, String local, int port, long bytes) throws IOException {
    return start(namespace, "serve", local, local, port, bytes);
  }

  private static KernelEnd start(String namespace, Object... arguments) throws IOException {
    return new KernelEnd(KernelProgram.start(namespace, KernelEnd.class, PROGRAM, arguments));
  }

  @Override
  public void awaitReady() throws IOException {
    program.awaitReady();
  }

  @Override
  public void run(Span span) throws IOException {
    program.tell(span.begin(), span.mark(), span.end());
  }

  @Override
  public Received received() throws IOException {
    Map<String, Long> fields = program.answer();
    return new Received(fields.get("bytes"), fields.get("marked"), fields.get("last"));
  }

  @Override
  public void close() {
    program.close();
  }
}
