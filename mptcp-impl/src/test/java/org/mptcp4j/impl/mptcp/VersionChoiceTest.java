package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.test.Covers;

/** RFC 8684, sections 3.1 and 3.9.3: which version is offered, and when none. */
class VersionChoiceTest {
  private static final long DAY = 24 * 3600 * Bench.SECOND;
  private static final int NONE = -1;

  private final Bench bench = Bench.host();
  private ConnectionOptions options =
      Bench.options().withVersions(MptcpVersion.V1, MptcpVersion.V0);

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  /** A client's connection to a server at {@code port}, from its SYN on. */
  private final class Attempt {
    private final EngineConnection connection;
    private final Flow flow;
    private final Seen syn;

    Attempt(int port) {
      ConnectTarget target =
          new ConnectTarget(bench.zone(0), Bench.at("10.0.1.1", 0), Bench.at("10.0.1.2", port));
      connection = bench.engine().connect(target, options, new Recorder());
      bench.poll();
      syn = bench.takeSyn();
      flow = bench.flow(0, syn.to(), syn.from()).opened(syn);
    }

    /** The version of the SYN that it began with. */
    int offered() {
      return version(syn);
    }

    void answerPlain() {
      flow.segment().flags("SA").mss(1460).send();
      flow.expect("A");
    }

    String fallback() {
      return connection.info().fallback().orElse("none");
    }
  }

  private static int version(Seen syn) {
    return syn.has(MpCapable.class) ? syn.capable().version() : NONE;
  }

  @Covers("8684-3.1-01")
  @Test
  void highestVersionIsSignalled() {
    assertThat(new Attempt(80).offered()).isEqualTo(1);
  }

  @Covers({"8684-3.1-03", "8684-3.1-04", "8684-3.1-05"})
  @Test
  void aServerThatRefusesVersion1IsAskedForVersion0() {
    Attempt first = new Attempt(80);
    first.answerPlain();
    assertThat(first.fallback()).isEqualTo("SYN+ACK without MP_CAPABLE");
    // "the initiator ... MAY choose to attempt a connection using MPTCP v0 ... An initiator MAY
    // cache information for a peer"
    Attempt second = new Attempt(80);
    assertThat(second.offered()).isZero();
    second.answerPlain();
    assertThat(new Attempt(80).offered()).as("asks again: to ask costs nothing").isEqualTo(1);
    assertThat(new Attempt(81).offered()).as("another server").isEqualTo(1);
  }

  @Covers("8684-3.1-05")
  @Test
  void whatARefusalTaughtIsForgottenAfterADay() {
    new Attempt(80).answerPlain();
    bench.advance(DAY);
    assertThat(new Attempt(80).offered()).isEqualTo(1);
  }

  @Test
  void aSynAckOfAnotherVersionMeansPlainTcpAndThatVersionNextTime() {
    Attempt attempt = new Attempt(80);
    MpCapable old = new MpCapable(0, 1, 12, 42, 0, 0, 0);
    attempt.flow.segment().flags("SA").mss(1460).option(old).send();
    assertThat(attempt.flow.expect("A").has(MpCapable.class)).isFalse();
    assertThat(new Attempt(80).offered()).isZero();
  }

  @Covers({"8684-3.1-32", "8684-3.9.3-01"})
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void unansweredSynIsRetriedWithoutTheOption(int tries) {
    options = options.withMptcp(options.mptcp().withCapableSyns(tries));
    Attempt attempt = new Attempt(80);
    List<Integer> versions = new ArrayList<>(List.of(attempt.offered()));
    for (int i = 0; i < tries; i++) {
      bench.advance((1L << i) * Bench.SECOND);
      Seen again = attempt.flow.expect("S");
      assertThat(again.seq()).isEqualTo(attempt.syn.seq());
      versions.add(version(again));
    }
    assertThat(versions).containsOnlyOnce(NONE).endsWith(NONE);
    attempt.answerPlain();
    assertThat(attempt.fallback()).isEqualTo("SYN with MP_CAPABLE unanswered");
    assertThat(bench.counter("MPTcpExtMPCapableSYNTXDrop")).isEqualTo(1);
  }

  @Test
  void aDestinationThatSwallowsSynsIsSparedTheOptionForADay() {
    Attempt attempt = new Attempt(80);
    bench.advance(3 * Bench.SECOND);
    attempt.flow.drain();
    attempt.answerPlain();
    Attempt next = new Attempt(80);
    assertThat(next.offered()).isEqualTo(NONE);
    assertThat(next.fallback()).contains("swallow");
    assertThat(bench.counter("MPTcpExtMPCapableSYNTXDisabled")).isEqualTo(1);
    next.answerPlain();
    bench.advance(DAY);
    assertThat(new Attempt(80).offered()).isEqualTo(1);
  }

  @Covers("8684-3.1-33")
  @Test
  void aLateSynAckWithTheOptionStillMakesItMultipath() {
    Attempt attempt = new Attempt(80);
    bench.advance(3 * Bench.SECOND);
    assertThat(attempt.flow.drain()).hasSize(2);
    // "It is possible that MPTCP and non-MPTCP SYNs could get reordered in the network. Therefore,
    // the final state is inferred from the presence or absence of the MP_CAPABLE option"
    MpCapable late = new MpCapable(1, 1, 12, 42, 0, 0, 0);
    attempt.flow.segment().flags("SA").mss(1460).option(late).send();
    assertThat(attempt.flow.expect("A").capable().length()).isEqualTo(20);
    assertThat(attempt.connection.info().version()).isEqualTo(MptcpVersion.V1);
    assertThat(new Attempt(80).offered()).isEqualTo(1);
  }

  @Test
  void onlySoManyDestinationsAreRemembered() {
    for (int port = 1; port <= 11; port++) {
      new Attempt(port).answerPlain();
    }
    assertThat(bench.counter("Mptcp4jDestinationsForgotten")).isEqualTo(1);
    assertThat(new Attempt(1).offered()).isEqualTo(1);
    assertThat(new Attempt(11).offered()).isZero();
  }

  @Covers("8684-3.1-02")
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void aListenerServesBothVersions(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version);
    peer.options(options).establish(Role.PEER_OPENS).confirm();
    peer.data(peer.flow(), "hello");
    assertThat(peer.connection().info().version()).isEqualTo(version);
    assertThat(peer.recorder().text()).isEqualTo("hello");
  }

  @Covers("8684-3.1-02")
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void aVersionThatIsNotAcceptedGetsPlainTcp(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version);
    MptcpVersion other = version == MptcpVersion.V0 ? MptcpVersion.V1 : MptcpVersion.V0;
    peer.options(options.withVersion(other)).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isFalse();
  }

  @Covers({"8684-3.1-30", "6824-3.1-19"})
  @ParameterizedTest
  @EnumSource(names = {"V0", "V1"})
  void aSynThatComesAgainWithoutTheOptionGetsPlainTcp(MptcpVersion version) {
    Peer peer = new Peer(bench).version(version);
    peer.options(options).start(Role.PEER_OPENS);
    peer.flow().syn().mss(1460).option(peer.capable()).send();
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isTrue();
    peer.flow().segment().flags("S").seq(peer.flow().iss()).mss(1460).send();
    // "If a SYN does not contain a MP_CAPABLE option, the SYN/ACK MUST NOT contain one in response"
    assertThat(peer.flow().expect("SA").has(MpCapable.class)).isFalse();
    peer.flow().segment().send();
    peer.flow().segment().payload("plain").send();
    assertThat(peer.recorder().text()).isEqualTo("plain");
  }

  @Test
  void plainTcpIsOfferedWhereNoVersionIsWanted() {
    options = options.withVersion(MptcpVersion.OFF);
    Attempt attempt = new Attempt(80);
    assertThat(attempt.offered()).isEqualTo(NONE);
    assertThat(attempt.fallback()).isEqualTo("none");
  }
}
