/** The services of an end host: echo, discard, source and HTTP. */
package org.mptcp4j.examples.service;
