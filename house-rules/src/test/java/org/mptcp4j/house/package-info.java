/**
 * The rules of the house as tests: the walls between modules and rooms, sizes, names. Each rule is
 * shown to bite on a snippet that breaks it.
 */
package org.mptcp4j.house;
