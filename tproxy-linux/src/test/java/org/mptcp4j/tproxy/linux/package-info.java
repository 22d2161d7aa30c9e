/** Tests against the kernel; those that need root say so where they are skipped. */
package org.mptcp4j.tproxy.linux;
