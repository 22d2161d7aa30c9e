/**
 * The thread that drives an engine over packet devices: the only place of this module that reads a
 * clock or starts a thread.
 */
package org.mptcp4j.impl.driver;
