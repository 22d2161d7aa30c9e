package org.mptcp4j.examples.aggregate;

/**
 * What an application read.
 *
 * @param bytes until the end
 * @param marked until the mark
 * @param lastNanos when the last of them came, in {@link System#nanoTime}
 */
record Received(long bytes, long marked, long lastNanos) {}
