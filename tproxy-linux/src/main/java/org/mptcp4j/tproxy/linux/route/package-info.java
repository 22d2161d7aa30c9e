/** Addresses, routes, rules and switches of the kernel, set by iproute2 and /proc/sys. */
package org.mptcp4j.tproxy.linux.route;
