package org.mptcp4j.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.impl.wire.Captures;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;

/** The script's hashes, judged by known digests and by what a Linux kernel sent. */
class CryptoTest {
  /** SHA-1 of eight octets 0: 05fe405753166f125559e7c9ac558654f107c7e9. */
  @Test
  void sha1OfVersion0() {
    assertThat(Crypto.SHA1.token(0)).isEqualTo(0x05fe4057);
    assertThat(Crypto.SHA1.idsn(0)).isEqualTo(0xac558654f107c7e9L);
  }

  /** SHA-256 of them: af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc. */
  @Test
  void sha256OfVersion1() {
    assertThat(Crypto.SHA256.token(0)).isEqualTo(0xaf5570f5);
    assertThat(Crypto.SHA256.idsn(0)).isEqualTo(0xe5b2328de0e83dfcL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-ipv4-checksum", "v1-ipv6"})
  void tokensAndHmacsOfTheKernel(String capture) {
    List<Seen> packets = Seen.ofCapture(Captures.read(capture));
    MpCapable keys = first(packets, MpCapable.class, 2);
    long client = keys.senderKey();
    long server = keys.receiverKey();
    MpJoinSyn syn = first(packets, MpJoinSyn.class, 0);
    MpJoinSynAck synAck = first(packets, MpJoinSynAck.class, 0);
    MpJoinAck third = first(packets, MpJoinAck.class, 0);
    assertThat(syn.token()).isEqualTo(Crypto.SHA256.token(server));
    byte[] answer = Crypto.SHA256.joinHmac(server, client, synAck.nonce(), syn.nonce());
    String leftmost = HexFormat.of().formatHex(answer).substring(0, 16);
    assertThat("%016x".formatted(synAck.truncatedHmac())).isEqualTo(leftmost);
    byte[] last = Crypto.SHA256.joinHmac(client, server, syn.nonce(), synAck.nonce());
    assertThat(third.hmac()).isEqualTo(HexFormat.of().formatHex(last));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-ipv4-checksum", "v1-ipv6"})
  void announcementsOfTheKernel(String capture) {
    List<Seen> packets = Seen.ofCapture(Captures.read(capture));
    MpCapable keys = first(packets, MpCapable.class, 2);
    AddAddr sent = first(packets, AddAddr.class, 0);
    IpAddress address = new IpAddress(sent.hi(), sent.lo(), sent.v6());
    DialectV1 dialect = new DialectV1();
    AddAddr ours =
        dialect.addAddr(sent.id(), address, sent.port(), keys.receiverKey(), keys.senderKey());
    assertThat(ours).isEqualTo(sent);
    assertThat(dialect.echo(sent)).isEqualTo(first(packets, AddAddr.class, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1-ipv4-checksum", "v1-ipv6"})
  void firstDataOfTheKernel(String capture) {
    List<Seen> packets = Seen.ofCapture(Captures.read(capture));
    MpCapable third = first(packets, MpCapable.class, 2);
    MpCapable sent = first(packets, MpCapable.class, 3);
    long dsn = Crypto.SHA256.idsn(third.senderKey()) + 1;
    byte[] payload = packets.get(3).payload();
    boolean checksum = sent.length() == 24;
    int sum = checksum ? DssChecksum.compute(dsn, 1, payload.length, Peer.sum(payload)) : 0;
    Dss mapping = new Dss(0, 0, dsn, 1, payload.length, checksum, sum);
    assertThat(new DialectV1().firstData(mapping, third)).isEqualTo(sent);
    long server = Crypto.SHA256.idsn(third.receiverKey()) + 1;
    assertThat(packets.stream().filter(p -> p.has(Dss.class)).map(Seen::dss).map(Dss::dsn))
        .contains(server, server + payload.length);
  }

  private static <T extends MptcpOption> T first(List<Seen> packets, Class<T> type, int skip) {
    List<T> all = new ArrayList<>();
    for (Seen seen : packets) {
      seen.options().stream().filter(type::isInstance).map(type::cast).forEach(all::add);
    }
    return all.get(skip);
  }
}
