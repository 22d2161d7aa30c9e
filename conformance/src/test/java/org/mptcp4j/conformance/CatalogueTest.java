package org.mptcp4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.conformance.run.CaseEntry;
import org.mptcp4j.conformance.run.Catalogue;

/** The catalogue as a whole. */
class CatalogueTest {
  @Test
  void eachCaseHasAnIdOfItsOwn() {
    assertThat(Catalogue.all()).extracting(CaseEntry::id).isNotEmpty().doesNotHaveDuplicates();
  }
}
