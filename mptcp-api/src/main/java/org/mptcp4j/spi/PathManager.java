package org.mptcp4j.spi;

import java.net.InetSocketAddress;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;

/**
 * Decides which subflows a connection has. Events come in, commands go out through {@link Paths}.
 *
 * <p>Called on the thread that owns the engine; one instance serves one connection. Called only for
 * connections that run Multipath TCP.
 */
public interface PathManager {
  /** MPTCP is negotiated and the connection may have more subflows. */
  default void onEstablished(Paths paths) {}

  /**
   * The peer announced an address (ADD_ADDR).
   *
   * @param address with the port that it named, or the initial subflow's where it named none
   */
  default void onAddressAnnounced(Paths paths, int addressId, InetSocketAddress address) {}

  /** The peer withdrew an address (REMOVE_ADDR); its subflows are closed already. */
  default void onAddressRemoved(Paths paths, int addressId) {}

  default void onSubflowUp(Paths paths, Subflow subflow) {}

  /** A subflow is gone, or never came up. */
  default void onSubflowDown(Paths paths, Subflow subflow, CloseReason reason) {}

  /** The addresses of a zone changed. */
  default void onZoneChanged(Paths paths, Zone zone) {}

  /** An {@link Paths#alarm} is due. */
  default void onAlarm(Paths paths) {}

  default void onClosed(Paths paths) {}

  /** A connection's paths, and what can be done to them. Valid for the connection's life. */
  interface Paths {
    long nowNanos();

    /** Whether this side opened the connection. */
    boolean client();

    /** The zones of the engine with their addresses. */
    List<Zone> zones();

    /** The zone of the initial subflow. */
    Zone initialZone();

    /** The addresses of the initial subflow. */
    InetSocketAddress initialLocal();

    InetSocketAddress initialRemote();

    /** Subflows that are not closed, oldest first. */
    List<Subflow> subflows();

    /** Announces an own address (ADD_ADDR); port 0 for none. */
    void announce(InetSocketAddress address);

    /** Withdraws an own address (REMOVE_ADDR) and closes its subflows. */
    void withdraw(InetSocketAddress address);

    /**
     * Opens a subflow (MP_JOIN).
     *
     * @return false where the limit of subflows is reached, the connection is no longer MPTCP or an
     *     equal subflow exists
     */
    boolean open(ConnectTarget target, boolean backup);

    /** Calls {@link PathManager#onAlarm} at that time; a later call replaces an earlier. */
    void alarm(long atNanos);
  }
}
