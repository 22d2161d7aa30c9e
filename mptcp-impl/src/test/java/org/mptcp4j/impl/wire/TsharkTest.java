package org.mptcp4j.impl.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOptionSamples;

/** What we write, as tshark reads it: a judge that knows nothing of us. */
class TsharkTest {
  private static final IpAddress A = IpAddress.v4(0x0A00_0102);
  private static final IpAddress B = IpAddress.v4(0xC000_0201);
  private static final String MPTCP = "tcp.options.mptcp.";
  private static final List<String> FIELDS =
      List.of(
          "subtype",
          "version",
          "sendkey",
          "recvkey",
          "recvtok",
          "sendrand",
          "sendtrunchmac",
          "sendhmac",
          "flags",
          "rawdataack",
          "rawdataseqno",
          "subflowseqno",
          "datalvllen",
          "checksum",
          "addrid",
          "ipver",
          "ipv4",
          "ipv6",
          "port",
          "echo",
          "addaddrtrunchmac",
          "backup.flag",
          "rst_reason");

  @TempDir Path directory;

  @BeforeAll
  static void tsharkIsThere() throws InterruptedException {
    boolean there;
    try {
      ProcessBuilder version = new ProcessBuilder("tshark", "--version");
      version.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      there = version.start().waitFor() == 0;
    } catch (IOException e) {
      there = false;
    }
    if (!there) {
      System.out.println("TsharkTest is skipped: tshark can't be run");
    }
    assumeTrue(there, "tshark can't be run");
  }

  @Test
  void version0() throws Exception {
    judge(0, MptcpOptionSamples.version0());
  }

  @Test
  void version1() throws Exception {
    judge(1, MptcpOptionSamples.version1());
  }

  private void judge(int version, List<MptcpOption> options) throws Exception {
    List<Map<String, String>> read = tshark(connection(options, version));
    assertThat(read).hasSize(3 + options.size());
    for (int i = 0; i < options.size(); i++) {
      assertThat(read.get(3 + i)).as(options.get(i).toString()).isEqualTo(fields(options.get(i)));
    }
  }

  /** A handshake, so that tshark knows the version, and a segment for each option. */
  private static List<byte[]> connection(List<MptcpOption> options, int version) {
    List<byte[]> packets = new ArrayList<>();
    packets.add(segment(true, TcpFlags.SYN, capable(version, version == 0 ? 12 : 4)));
    packets.add(segment(false, TcpFlags.SYN | TcpFlags.ACK, capable(version, 12)));
    packets.add(segment(true, TcpFlags.ACK, capable(version, 20)));
    for (MptcpOption option : options) {
      packets.add(segment(true, TcpFlags.ACK, option));
    }
    return packets;
  }

  private static MptcpOption capable(int version, int length) {
    return new MptcpOption.MpCapable(version, 0x81, length, 1, length == 20 ? 1 : 0, 0, 0);
  }

  /** What tshark is to say of {@code option}. */
  private static Map<String, String> fields(MptcpOption option) {
    Map<String, String> fields = new TreeMap<>();
    if (option instanceof MptcpOption.MpCapable o) {
      capableFields(o, fields);
    } else if (option instanceof MptcpOption.MpJoinSyn o) {
      join(fields, o.backup(), o.addressId(), o.nonce());
      fields.put("recvtok", Integer.toUnsignedString(o.token()));
    } else if (option instanceof MptcpOption.MpJoinSynAck o) {
      join(fields, o.backup(), o.addressId(), o.nonce());
      fields.put("sendtrunchmac", Long.toUnsignedString(o.truncatedHmac()));
    } else if (option instanceof MptcpOption.MpJoinAck o) {
      fields.putAll(Map.of("subtype", "1", "sendhmac", o.hmac()));
    } else if (option instanceof MptcpOption.Dss o) {
      dssFields(o, fields);
    } else if (option instanceof MptcpOption.AddAddr o) {
      addAddrFields(o, fields);
    } else if (option instanceof MptcpOption.RemoveAddr o) {
      String ids = o.ids().toString().replaceAll("[\\[ \\]]", "");
      fields.putAll(Map.of("subtype", "4", "addrid", ids));
    } else if (option instanceof MptcpOption.MpPrio o) {
      fields.putAll(Map.of("subtype", "5", "flags", o.backup() ? "0x51" : "0x50"));
      fields.put("backup.flag", o.backup() ? "1" : "0");
      putIf(o.hasAddressId(), fields, "addrid", o.addressId());
    } else if (option instanceof MptcpOption.MpFail o) {
      fields.putAll(Map.of("subtype", "6", "rawdataseqno", Long.toUnsignedString(o.dsn())));
    } else if (option instanceof MptcpOption.MpFastclose o) {
      fields.putAll(Map.of("subtype", "7", "recvkey", Long.toUnsignedString(o.receiverKey())));
    } else if (option instanceof MptcpOption.MpTcpRst o) {
      fields.putAll(Map.of("subtype", "8", "flags", hex(0x80 | o.flags())));
      fields.put("rst_reason", hex(o.reason()));
    }
    return fields;
  }

  private static void capableFields(MptcpOption.MpCapable o, Map<String, String> fields) {
    fields.put("subtype", "0");
    fields.put("version", Integer.toString(o.version()));
    fields.put("flags", hex(o.flags()));
    putIf(o.length() >= 12, fields, "sendkey", o.senderKey());
    putIf(o.length() >= 20, fields, "recvkey", o.receiverKey());
    putIf(o.length() >= 22, fields, "datalvllen", o.dataLevelLength());
    if (o.length() == 24) {
      fields.put("checksum", "0x%04x".formatted(o.checksum()));
    }
  }

  private static void join(Map<String, String> fields, boolean backup, int id, int nonce) {
    fields.put("subtype", "1");
    fields.put("flags", backup ? "0x11" : "0x10");
    fields.put("backup.flag", backup ? "1" : "0");
    fields.put("addrid", Integer.toString(id));
    fields.put("sendrand", Integer.toUnsignedString(nonce));
  }

  /** The checksum is left out: tshark 4.0 steps over it. The captures of a kernel judge it. */
  private static void dssFields(MptcpOption.Dss o, Map<String, String> fields) {
    boolean mapping = (o.flags() & DssLayout.MAPPING) != 0;
    fields.put("subtype", "2");
    fields.put("flags", hex(o.flags()));
    putIf((o.flags() & DssLayout.DATA_ACK) != 0, fields, "rawdataack", o.dataAck());
    putIf(mapping, fields, "rawdataseqno", o.dsn());
    putIf(mapping, fields, "subflowseqno", Integer.toUnsignedLong(o.subflowSequence()));
    putIf(mapping, fields, "datalvllen", o.dataLevelLength());
  }

  private static void addAddrFields(MptcpOption.AddAddr o, Map<String, String> fields) {
    fields.put("subtype", "3");
    fields.put("addrid", Integer.toString(o.id()));
    String address = new IpAddress(o.hi(), o.lo(), o.v6()).toString();
    fields.put(o.v6() ? "ipv6" : "ipv4", o.v6() ? address.replace(":0:0:0:0:0:", "::") : address);
    putIf(o.version() == 0, fields, "ipver", o.v6() ? 6 : 4);
    putIf(o.version() == 1, fields, "echo", o.echo() ? 1 : 0);
    putIf(o.port() != 0, fields, "port", o.port());
    putIf(o.version() == 1 && !o.echo(), fields, "addaddrtrunchmac", o.hmac());
  }

  private static void putIf(boolean there, Map<String, String> fields, String name, long value) {
    if (there) {
      fields.put(name, Long.toUnsignedString(value));
    }
  }

  private static String hex(int octet) {
    return "0x%02x".formatted(octet);
  }

  private static byte[] segment(boolean forth, int flags, MptcpOption option) {
    PacketWriter writer = new PacketWriter().flags(flags).window(1000);
    writer.from(forth ? A : B, forth ? 4000 : 80).to(forth ? B : A, forth ? 80 : 4000);
    boolean syn = (flags & TcpFlags.SYN) != 0;
    writer.sequence(syn ? 0 : 1).acknowledgment(1);
    ByteBuffer target = ByteBuffer.allocate(100);
    writer.begin(target);
    option.writeTo(target);
    writer.end(target, 0, 0);
    byte[] packet = new byte[target.position()];
    target.flip().get(packet);
    return packet;
  }

  /** The fields that are not empty, by packet; checksums are right and nothing is malformed. */
  private List<Map<String, String>> tshark(List<byte[]> packets) throws Exception {
    Path file = directory.resolve("packets.pcap");
    Files.write(file, Captures.write(packets));
    List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString()));
    command.addAll(List.of("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"));
    command.addAll(List.of("-T", "fields", "-E", "separator=|"));
    command.addAll(List.of("-e", "ip.checksum.status", "-e", "tcp.checksum.status"));
    command.addAll(List.of("-e", "_ws.malformed"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", MPTCP + field)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.lines().map(TsharkTest::packet).toList();
  }

  private static Map<String, String> packet(String line) {
    assertThat(line).startsWith("1|1||");
    String[] values = line.substring(5).split("\\|", -1);
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      if (!values[i].isEmpty()) {
        fields.put(FIELDS.get(i), values[i]);
      }
    }
    return fields;
  }
}
