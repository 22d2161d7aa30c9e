/** What users implement: schedulers, path managers and congestion controls. */
package org.mptcp4j.spi;
