/**
 * The model of a link: rate, delay, queue, loss, jitter and reordering.
 *
 * <p>Pure arithmetic with time as an argument: the simulator runs it in virtual time, an emulator
 * over real devices runs the same code in real time.
 */
package org.mptcp4j.sim.link;
