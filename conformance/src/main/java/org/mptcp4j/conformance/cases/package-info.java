/** The cases, a package for each subject. */
package org.mptcp4j.conformance.cases;
