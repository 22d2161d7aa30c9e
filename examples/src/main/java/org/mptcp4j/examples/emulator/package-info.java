/**
 * The simulator's link model in real time: packets go from one TUN device to another one when the
 * model says so, whatever kernel or engine is behind them.
 */
package org.mptcp4j.examples.emulator;
