/** The demonstration: a file crosses two bonded links, in simulation. */
package org.mptcp4j.examples.demo;
