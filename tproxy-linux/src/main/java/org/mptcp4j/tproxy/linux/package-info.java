/** The Linux {@link org.mptcp4j.tproxy.PacketPlatform}: host devices and diverted interfaces. */
package org.mptcp4j.tproxy.linux;
