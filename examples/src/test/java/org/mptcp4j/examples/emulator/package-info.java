/** Tests of the link emulator. */
package org.mptcp4j.examples.emulator;
