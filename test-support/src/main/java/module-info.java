/** What tests of several modules share. Not published. */
module org.mptcp4j.test {
  requires jdk.management;
  requires transitive org.junit.jupiter.api;

  exports org.mptcp4j.test;

  opens org.mptcp4j.test;
}
