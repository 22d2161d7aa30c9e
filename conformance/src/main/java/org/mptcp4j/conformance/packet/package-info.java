/**
 * The suite's own eyes: packets and options, read and written from the text of the RFCs alone,
 * without any code of the engine.
 */
package org.mptcp4j.conformance.packet;
