/**
 * A network in virtual time: links, routers, hosts with an engine, and the clock that drives them.
 *
 * <p>One seed gives the same bytes, always: nothing here reads a clock or starts a thread, events
 * at one time run in the order in which they were scheduled, and each link and host draws its
 * random numbers from a generator of its own.
 */
package org.mptcp4j.sim;
