/** Network namespaces of this machine, by iproute2. */
package org.mptcp4j.examples.namespace;
