/** An MPTCP end host on TUN devices: a server, and a client that fetches and stores files. */
package org.mptcp4j.examples.host;
