/** Tests of the lab; those with network namespaces run in a private set of names. */
package org.mptcp4j.examples.lab;
