package org.mptcp4j;

import java.util.Map;

/**
 * Monotonic counters by name. Names are those of Linux's MIB where it has one ({@code
 * MPTcpExtMPCapableSYNRX}, {@code TcpRetransSegs}); others begin with {@code Mptcp4j}.
 */
public interface Counters {
  /** The value of one counter, 0 where it never counted. */
  long get(String name);

  /** All counters that ever counted, sorted by name; a copy. */
  Map<String, Long> snapshot();
}
