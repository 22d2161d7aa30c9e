package org.mptcp4j.spi;

import java.net.InetAddress;
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
   * The peer announced an address (ADD_ADDR), or announced it again after a subflow to it failed:
   * "A sender that wants to trigger a new incoming connection attempt on a previously advertised
   * address/port combination can therefore refresh ADD_ADDR information" (RFC 8684, section 3.4.1).
   *
   * @param address with the port that it named, or the initial subflow's where it named none
   */
  default void onAddressAnnounced(Paths paths, int addressId, InetSocketAddress address) {}

  /**
   * The peer withdrew an address (REMOVE_ADDR): no subflow may go there any more. Those that do are
   * reset unless their paths prove to be alive.
   */
  default void onAddressRemoved(Paths paths, int addressId) {}

  default void onSubflowUp(Paths paths, Subflow subflow) {}

  /**
   * A subflow is gone, or never came up. A peer of version 1 may have said in {@link
   * CloseReason#reset} whether another attempt is worth while.
   */
  default void onSubflowDown(Paths paths, Subflow subflow, CloseReason reason) {}

  /** The peer changed the priority of a subflow (MP_PRIO): see {@link Subflow#backup}. */
  default void onPriorityChanged(Paths paths, Subflow subflow) {}

  /**
   * Whether the peer may open a subflow from {@code remote} to {@code local}; else a RST refuses it
   * as prohibited. Asked while the SYN is processed: only to answer, not to act.
   */
  default boolean acceptsJoin(Paths paths, InetSocketAddress local, InetSocketAddress remote) {
    return true;
  }

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

    /**
     * Whether the peer takes further subflows to {@link #initialRemote}: else it "will not accept
     * additional MPTCP subflows to the source address and port" (flag C; RFC 8684, section 3.1).
     */
    boolean mayJoinInitial();

    /** Subflows that are not closed, oldest first. */
    List<Subflow> subflows();

    /**
     * Announces an own address (ADD_ADDR); port 0 for none, so that the peer takes that of the
     * initial subflow. To announce it again asks a peer to try again that failed.
     */
    default void announce(InetSocketAddress address) {
      announce(address, false);
    }

    /**
     * Announces an own address (ADD_ADDR).
     *
     * @param backup of the subflows that the peer opens to it
     */
    void announce(InetSocketAddress address, boolean backup);

    /**
     * Withdraws an own address (REMOVE_ADDR) that is no longer there, and resets its subflows. "A
     * subflow that is still functioning MUST be closed with a FIN exchange ..., rather than using
     * this option" (RFC 8684, section 3.4.2): that is {@link Subflow#close}.
     */
    void withdraw(InetSocketAddress address);

    /**
     * Makes all subflows from an own address backups, or no longer (MP_PRIO). In version 0 one
     * option that names the address says it, which needs no path from there; in version 1 each of
     * the subflows has to (section 3.3.8).
     */
    void setBackup(InetAddress local, boolean backup);

    /**
     * Opens a subflow (MP_JOIN). Where {@code target} has no local port it gets that of the initial
     * subflow, if that is free (section 3.9.1).
     *
     * @return false where the limit of subflows is reached, the connection is no longer MPTCP, the
     *     peer removed that address or refuses it by flag C, or an equal subflow exists
     */
    boolean open(ConnectTarget target, boolean backup);

    /** Calls {@link PathManager#onAlarm} at that time; a later call replaces an earlier. */
    void alarm(long atNanos);
  }
}
