/**
 * Packet devices out of an operating system: TUN devices for an end host, and the diversion of
 * forwarded TCP for a transparent gateway.
 *
 * <p>A {@link org.mptcp4j.tproxy.PacketPlatform} opens a list of {@link
 * org.mptcp4j.tproxy.DeviceSpec}s as one {@link org.mptcp4j.tproxy.PlatformDevices} group, which
 * undoes everything when it is closed.
 */
package org.mptcp4j.tproxy;
