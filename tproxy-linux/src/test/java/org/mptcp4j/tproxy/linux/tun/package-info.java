/** Tests of TUN devices. */
package org.mptcp4j.tproxy.linux.tun;
