package org.mptcp4j.examples.bench;

/**
 * How long is measured.
 *
 * @param warmUp seconds before that
 * @param seconds what is measured; a whole transfer over links of a known rate is as large as these
 *     carry in that time
 */
record Span(double warmUp, double seconds) {}
