package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;

import org.junit.jupiter.api.Test;
import org.mptcp4j.SubflowInfo.Limits;
import org.mptcp4j.SubflowInfo.Negotiated;
import org.mptcp4j.SubflowInfo.Recovery;
import org.mptcp4j.SubflowInfo.Traffic;

/** What a connection says of itself, segment by segment. */
class TcpInfoTest {
  private static final int MSS = 1460;

  private SegmentScript script = new SegmentScript();

  private TcpInfo info() {
    return script.tcp().info();
  }

  private void send(int bytes) {
    script.host.toSend += bytes;
    script.flush();
  }

  private void ackAfter(int millis, long ack) {
    script.now += millis * MS;
    script.inject("ACK", 1, ack, 0);
  }

  private static Limits limits(long receiver, long congestion, long application) {
    long busy = receiver + congestion + application;
    return new Limits(busy * MS, receiver * MS, congestion * MS, application * MS);
  }

  @Test
  void aSenderWithoutMoreDataWaitsForTheApplication() {
    script.established();
    script.now += 500 * MS;
    send(3000);
    ackAfter(50, 3001);
    ackAfter(500, 3001);
    assertThat(info().limits()).isEqualTo(limits(0, 0, 50));
  }

  @Test
  void aSenderWithMoreThanItsWindowWaitsForCongestionControl() {
    script.established();
    send(12 * MSS);
    ackAfter(50, 10 * MSS + 1);
    ackAfter(20, 12 * MSS + 1);
    assertThat(info().limits()).isEqualTo(limits(0, 50, 20));
  }

  @Test
  void aSenderWithMoreThanThePeerTakesWaitsForTheReceiver() {
    script.peerWindow = 2 * MSS;
    script.established();
    send(5 * MSS);
    ackAfter(50, MSS + 1);
    script.peerWindow = 0;
    ackAfter(10, 3 * MSS + 1);
    script.peerWindow = 65_535;
    ackAfter(30, 3 * MSS + 1);
    ackAfter(5, 5 * MSS + 1);
    assertThat(info().limits()).isEqualTo(limits(90, 0, 5));
  }

  @Test
  void segmentsAndBytesAreCounted() {
    script.established();
    long out = info().segmentsSent();
    long in = info().segmentsReceived();
    send(3000);
    script.inject("ACK", 1, 3001, 100);
    Traffic traffic = info().traffic();
    assertThat(traffic.segmentsOut() - out).isEqualTo(4);
    assertThat(traffic.segmentsIn() - in).isEqualTo(1);
    assertThat(traffic)
        .isEqualTo(
            new Traffic(traffic.segmentsOut(), traffic.segmentsIn(), 3000, 0, 0, 3000, 3000, 100));
  }

  @Test
  void whatIsSackedIsDelivered() {
    script.tcp().connect(script.now);
    script.flush();
    script.now += 40 * MS;
    script.inject("SYN ACK", 0, 1, 0);
    send(3 * MSS);
    script.sack(1 + 2 * MSS, 1 + 3 * MSS);
    ackAfter(40, 1);
    assertThat(info().traffic().bytesDelivered()).isEqualTo(MSS);
    assertThat(info().traffic().bytesAcked()).isZero();
    ackAfter(1, 1 + 3 * MSS);
    assertThat(info().traffic().bytesDelivered()).isEqualTo(3 * MSS);
    assertThat(info().recovery().reorderingBytes()).isEqualTo(2 * MSS);
  }

  @Test
  void theFinIsNoPayload() {
    script.established();
    script.host.closeWhenSent = true;
    send(100);
    ackAfter(10, 102);
    assertThat(script.tcp().state()).isEqualTo(TcpState.FIN_WAIT_2);
    assertThat(info().traffic().bytesDelivered()).isEqualTo(100);
    assertThat(info().traffic().bytesAcked()).isEqualTo(100);
  }

  @Test
  void aTimeoutIsCountedAndBacksOff() {
    script.permitSack = false;
    script.established();
    send(MSS);
    script.pass(info().retransmissionTimeoutNanos());
    Recovery recovery = info().recovery();
    assertThat(recovery.timeouts()).isEqualTo(1);
    assertThat(info().timing().backoff()).isEqualTo(1);
    assertThat(info().timing().rtoNanos()).isEqualTo(info().retransmissionTimeoutNanos());
    assertThat(info().traffic().segmentsRetransmitted()).isEqualTo(1);
    assertThat(info().traffic().bytesRetransmitted()).isEqualTo(MSS);
  }

  @Test
  void duplicatesThatThePeerReportsAreCounted() {
    script.established();
    send(2 * MSS);
    ackAfter(10, 1 + 2 * MSS);
    script.sack(1, 1 + MSS);
    ackAfter(1, 1 + 2 * MSS);
    assertThat(info().recovery().duplicateSacks()).isEqualTo(1);
    assertThat(info().traffic().bytesDelivered()).isEqualTo(2 * MSS);
  }

  @Test
  void theRateIsThatOfARoundTrip() {
    script.established();
    send(10 * MSS);
    assertThat(info().congestion().deliveryRate()).isZero();
    ackAfter(100, 10 * MSS + 1);
    assertThat(info().congestion().deliveryRate()).isEqualTo(100 * MSS);
  }

  @Test
  void optionsAreThoseOfBothSides() {
    script.peerShift = 7;
    script.timestamps = true;
    script.established();
    assertThat(info().negotiated())
        .isEqualTo(new Negotiated(true, true, false, true, 7, info().negotiated().receiveShift()));
    script = new SegmentScript();
    script.permitSack = false;
    script.established();
    assertThat(info().negotiated()).isEqualTo(new Negotiated(false, false, false, false, 0, 0));
  }
}
