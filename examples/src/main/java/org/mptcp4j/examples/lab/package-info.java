/**
 * A laboratory of network namespaces: a host and a server with the kernel's TCP, two gateway
 * processes between them, and access links that a model in real time emulates.
 */
package org.mptcp4j.examples.lab;
