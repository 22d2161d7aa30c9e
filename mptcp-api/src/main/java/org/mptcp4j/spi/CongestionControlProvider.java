package org.mptcp4j.spi;

/** Makes a {@link CongestionControl} for each subflow; found by name with {@code ServiceLoader}. */
public interface CongestionControlProvider {
  /** Its name in configuration files, such as {@code newreno}. */
  String name();

  /**
   * A congestion control for one subflow.
   *
   * @param maximumSegmentSize payload bytes of a full segment, at least 1
   */
  CongestionControl create(int maximumSegmentSize);

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException where there is none; the message lists those that there are
   */
  static CongestionControlProvider named(String name) {
    return Providers.named(CongestionControlProvider.class, name, CongestionControlProvider::name);
  }
}
