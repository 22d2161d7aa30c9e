/**
 * TCP options, those of Multipath TCP above all: reused views for the hot path, records for the
 * rest, and the writers. RFC 9293, section 3.2; RFC 7323; RFC 2018; RFC 6824 and RFC 8684, section
 * 3.
 */
package org.mptcp4j.impl.wire.option;
