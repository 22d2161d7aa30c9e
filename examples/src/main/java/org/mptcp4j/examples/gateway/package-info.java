/** The commands {@code hcpe}, {@code hag} and {@code config}: gateways from a TOML file. */
package org.mptcp4j.examples.gateway;
