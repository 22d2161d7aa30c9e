/** TUN devices as packet devices, and precise waiting on several of them. */
package org.mptcp4j.tproxy.linux.tun;
