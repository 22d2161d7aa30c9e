/** What a TCP connection knows of time: round trips, timers, the timestamps option. */
package org.mptcp4j.impl.tcp.timing;
