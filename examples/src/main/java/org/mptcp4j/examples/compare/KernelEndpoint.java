package org.mptcp4j.examples.compare;

import java.io.IOException;
import java.util.Map;
import org.mptcp4j.examples.pairs.KernelProgram;

/**
 * An end on the kernel's TCP: a small Python program in a namespace. It asks for CUBIC by the
 * socket option TCP_CONGESTION, whatever the namespace's default is, and looks that it got it; what
 * it reports is TCP_INFO.
 */
final class KernelEndpoint implements Endpoint {
  private static final String PROGRAM = "kernel_end.py";

  private final KernelProgram program;

  private KernelEndpoint(KernelProgram program) {
    this.program = program;
  }

  static KernelEndpoint sender(String namespace, String remote, int port) throws IOException {
    return start(namespace, "send", remote, port);
  }

  static KernelEndpoint receiver(String namespace, String local, int port) throws IOException {
    return start(namespace, "receive", local, port);
  }

  private static KernelEndpoint start(String namespace, String role, String address, int port)
      throws IOException {
    return new KernelEndpoint(
        KernelProgram.start(namespace, KernelEndpoint.class, PROGRAM, role, address, port));
  }

  @Override
  public void awaitReady() throws IOException {
    program.awaitReady();
  }

  @Override
  public void run(long beginNanos, long endNanos) throws IOException {
    program.tell(beginNanos, endNanos);
  }

  @Override
  public EndpointReport report() throws IOException {
    Map<String, Long> fields = program.answer();
    return new EndpointReport(
        fields.get("bytes"),
        fields.getOrDefault("retransmitted", 0L),
        fields.getOrDefault("timeouts", 0L),
        fields.getOrDefault("cwnd", 0L),
        1000 * fields.getOrDefault("rtt", 0L));
  }

  @Override
  public void close() {
    program.close();
  }
}
