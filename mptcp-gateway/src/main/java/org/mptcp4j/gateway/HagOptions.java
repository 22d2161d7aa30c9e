package org.mptcp4j.gateway;

import java.util.List;
import java.util.Objects;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Zone;

/**
 * What a {@link Hag} is built from.
 *
 * @param core the side of the Internet, a transparent zone
 * @param accesses the access networks; at least one has customers
 * @param coreLeg how the plain TCP connections to the servers behave
 * @param accessLeg how the Multipath TCP connections behave; its path manager is replaced
 * @param bypass what is not bonded
 */
public record HagOptions(
    Zone core,
    List<HagAccess> accesses,
    ConnectionOptions coreLeg,
    ConnectionOptions accessLeg,
    Bypass bypass) {

  public HagOptions {
    Objects.requireNonNull(bypass, "bypass");
    accesses = List.copyOf(accesses);
    if (!core.transparent()) {
      throw new IllegalArgumentException("the core is not transparent");
    }
    if (accesses.stream().allMatch(access -> access.customers().isEmpty())) {
      throw new IllegalArgumentException("no access has customers");
    }
    coreLeg = coreLeg.withVersion(MptcpVersion.OFF);
    if (accessLeg.versions().isEmpty()) {
      throw new IllegalArgumentException("the access leg needs a version of MPTCP");
    }
  }

  /** Everything is bonded, both legs as {@code options} say. */
  public static HagOptions of(Zone core, List<HagAccess> accesses, ConnectionOptions options) {
    return new HagOptions(core, accesses, options, options, Bypass.none());
  }
}
