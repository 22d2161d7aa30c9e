package org.mptcp4j.gateway;

import java.util.List;
import java.util.Objects;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Zone;

/**
 * What an {@link Hcpe} is built from.
 *
 * @param lan the side of the hosts, a transparent zone
 * @param accesses the access links; the first is the primary one, a transparent zone
 * @param lanLeg how the plain TCP connections to the hosts behave
 * @param accessLeg how the Multipath TCP connections behave; its path manager is replaced
 * @param bypass what is not bonded
 * @param retry when a lost secondary subflow is opened again
 */
public record HcpeOptions(
    Zone lan,
    List<HcpeAccess> accesses,
    ConnectionOptions lanLeg,
    ConnectionOptions accessLeg,
    Bypass bypass,
    JoinRetry retry) {

  public HcpeOptions {
    Objects.requireNonNull(bypass, "bypass");
    Objects.requireNonNull(retry, "retry");
    accesses = List.copyOf(accesses);
    if (accesses.isEmpty() || !lan.transparent() || !accesses.get(0).zone().transparent()) {
      throw new IllegalArgumentException("no access, or the LAN or the first is not transparent");
    }
    lanLeg = lanLeg.withVersion(MptcpVersion.OFF);
    if (accessLeg.versions().isEmpty()) {
      throw new IllegalArgumentException("the access leg needs a version of MPTCP");
    }
  }

  /** Everything is bonded, both legs as {@code options} say. */
  public static HcpeOptions of(Zone lan, List<HcpeAccess> accesses, ConnectionOptions options) {
    return new HcpeOptions(lan, accesses, options, options, Bypass.none(), JoinRetry.defaults());
  }

  /** The zone of the primary access. */
  public Zone primary() {
    return accesses.get(0).zone();
  }
}
