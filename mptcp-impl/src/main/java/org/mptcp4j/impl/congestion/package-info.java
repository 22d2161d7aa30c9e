/** The built-in congestion controls; they see the SPI only. */
package org.mptcp4j.impl.congestion;
