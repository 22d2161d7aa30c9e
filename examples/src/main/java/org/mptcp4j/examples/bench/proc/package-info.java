/** What the kernel says in /proc of devices and processes. */
package org.mptcp4j.examples.bench.proc;
