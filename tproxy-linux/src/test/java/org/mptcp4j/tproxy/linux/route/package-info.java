/** Tests of the routing set-up. */
package org.mptcp4j.tproxy.linux.route;
