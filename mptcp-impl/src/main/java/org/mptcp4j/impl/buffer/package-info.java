/** Stream data as references to pieces of packet buffers. */
package org.mptcp4j.impl.buffer;
