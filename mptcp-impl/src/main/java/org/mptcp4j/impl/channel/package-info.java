/**
 * Connections for application threads: blocking and asynchronous faces over an {@link
 * org.mptcp4j.engine.Engine} that another thread owns.
 *
 * <p>Bytes cross between the threads in bounded rings; all else crosses as a task that runs on the
 * engine's thread. Waiting is on locks and conditions, so that virtual threads may call.
 */
package org.mptcp4j.impl.channel;
