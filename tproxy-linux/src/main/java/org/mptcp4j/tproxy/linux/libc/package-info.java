/** Calls to the C library behind one small interface, so that what makes the call can change. */
package org.mptcp4j.tproxy.linux.libc;
