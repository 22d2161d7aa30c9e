package org.mptcp4j.conformance.mutation;

import java.util.List;

/** Faults in Multipath TCP. */
final class MptcpFaults {
  static final List<Mutation> ALL =
      List.of(
          new Mutation(
              "synack-hmac-with-nonces-swapped",
              "mptcp/handshake/Keys.java",
              "return handshake.hmac(localKey, remoteKey, localNonce, remoteNonce);",
              "return handshake.hmac(localKey, remoteKey, remoteNonce, localNonce);",
              "mp_join/**"),
          new Mutation(
              "hmac-of-the-peer-with-keys-swapped",
              "mptcp/handshake/Keys.java",
              "return handshake.hmac(remoteKey, localKey, remoteNonce, localNonce);",
              "return handshake.hmac(localKey, remoteKey, remoteNonce, localNonce);",
              "mp_join/**"),
          new Mutation(
              "hmac-of-the-third-ack-not-verified",
              "mptcp/OptionReader.java",
              "if (!present || !subflow.join().verify(options.mpJoin().hmac())) {",
              "if (!present) {",
              "mp_join/**"),
          new Mutation(
              "hmac-of-the-synack-not-verified",
              "mptcp/OptionReader.java",
              "\n        || !subflow.join().verifyTruncated(options.mpJoin().truncatedHmac())) {",
              ") {",
              "mp_join/**"),
          new Mutation(
              "join-without-mp-join-in-third-ack-taken",
              "mptcp/OptionReader.java",
              "    if (!present || !subflow.join().verify(options.mpJoin().hmac())) {",
              "    if (present && !subflow.join().verify(options.mpJoin().hmac())) {",
              "mp_join/**"),
          new Mutation(
              "no-fourth-ack",
              "mptcp/OptionReader.java",
              "    connection.joins().onThirdAck(subflow);\n    // \"the receiver ... MUST send an ACK\" in reply to the third: the fourth ACK (section 3.2)\n    subflow.tcp().requestAck();",
              "    connection.joins().onThirdAck(subflow);",
              "mp_join/**"),
          new Mutation(
              "third-ack-of-a-join-not-repeated",
              "mptcp/Joins.java",
              "    waiting.at = now + (subflow.retransmissionTimeoutNanos() << waiting.tries);\n    subflow.tcp().requestAck();",
              "    waiting.at = now + (subflow.retransmissionTimeoutNanos() << waiting.tries);",
              "mp_join/**"),
          new Mutation(
              "truncated-hmac-from-the-wrong-end",
              "mptcp/handshake/JoinNonces.java",
              "java.nio.ByteBuffer.wrap(hmac).getLong(0)",
              "java.nio.ByteBuffer.wrap(hmac).getLong(12)",
              "mp_join/**"),
          new Mutation(
              "token-from-the-wrong-end",
              "mptcp/handshake/Handshake.java",
              "return ByteBuffer.wrap(digest).getInt(0);",
              "return ByteBuffer.wrap(digest).getInt(4);",
              "mp_join/**"),
          new Mutation(
              "idsn-from-the-wrong-end",
              "mptcp/handshake/Handshake.java",
              "getLong(digest.length - Long.BYTES)",
              "getLong(0)",
              "mp_capable/**"),
          new Mutation(
              "version-1-hashes-with-sha-1",
              "mptcp/handshake/HandshakeV1.java",
              "return KeyHash.SHA256.digest(key);",
              "return KeyHash.SHA1.digest(key);",
              "mp_capable/**"),
          new Mutation(
              "version-0-hashes-with-sha-256",
              "mptcp/handshake/HandshakeV0.java",
              "return KeyHash.SHA1.digest(key);",
              "return KeyHash.SHA256.digest(key);",
              "mp_capable/**"),
          new Mutation(
              "idsn-off-by-one-in-data",
              "mptcp/handshake/Negotiation.java",
              "return keys.localIdsn() + position;",
              "return keys.localIdsn() + position + 1;",
              "dss/**"),
          new Mutation(
              "data-ack-off-by-one",
              "mptcp/handshake/Negotiation.java",
              "return keys.remoteIdsn() + position;",
              "return keys.remoteIdsn() + position - 1;",
              "mp_capable/**"),
          new Mutation(
              "extensibility-flag-taken",
              "mptcp/handshake/HandshakeV1.java",
              "\n        && (capable.flags() & EXTENSIBILITY) == 0;",
              ";",
              "mp_capable/**"),
          new Mutation(
              "no-algorithm-taken-v1",
              "mptcp/handshake/HandshakeV1.java",
              "        && (capable.flags() & HMAC_SHA) != 0\n",
              "",
              "mp_capable/**"),
          new Mutation(
              "no-algorithm-taken-v0",
              "mptcp/handshake/HandshakeV0.java",
              "        && (capable.flags() & HMAC_SHA) != 0\n",
              "",
              "mp_capable/**"),
          new Mutation(
              "checksum-flag-of-the-peer-ignored",
              "mptcp/handshake/Negotiation.java",
              "    checksums |= capable.checksumRequired();\n",
              "",
              "checksum/**"),
          new Mutation(
              "checksum-flag-not-answered",
              "mptcp/handshake/HandshakeV1.java",
              "return HMAC_SHA | (checksum ? CHECKSUM_REQUIRED : 0) | (joinHere ? 0 : NO_JOIN_HERE);",
              "return HMAC_SHA | (joinHere ? 0 : NO_JOIN_HERE);",
              "checksum/**"),
          new Mutation(
              "synack-of-any-length-taken",
              "mptcp/handshake/HandshakeV1.java",
              ": capable.length() == capableLength(step);",
              ": true;",
              "mp_capable/**"),
          new Mutation(
              "keys-of-the-third-ack-taken-in-the-wrong-order",
              "mptcp/handshake/Negotiation.java",
              "    if (capable.receiverKey() != keys.localKey()) {",
              "    if (capable.senderKey() != keys.localKey()) {",
              "mp_capable/**"),
          new Mutation(
              "third-ack-without-keys-is-no-fallback",
              "mptcp/OptionReader.java",
              "    connection.fallback().begin(\"third ACK without MP_CAPABLE\", Mib.MP_CAPABLE_FALLBACK_ACK);",
              "    subflow.phase(TcpSubflow.Phase.OPEN);\n    connection.multipath();",
              "fallback/**"),
          new Mutation(
              "mp-capable-not-repeated",
              "mptcp/handshake/Negotiation.java",
              "    boolean turn = ackTurn || !finDue;\n    ackTurn = !turn;",
              "    boolean turn = ackTurn;\n    ackTurn = false;",
              "mp_capable/**"),
          new Mutation(
              "first-data-length-ignored",
              "mptcp/OptionReader.java",
              "subflow.onMapping(1, 1, capable.dataLevelLength(), false, checksum);",
              "subflow.onMapping(1, 2, capable.dataLevelLength(), false, checksum);",
              "mp_capable/**"),
          new Mutation(
              "dss-checksum-not-verified",
              "mptcp/SubflowReceiver.java",
              "if (!DssChecksum.verifies(dsn, (int) from, covered, sum, mapping.checksum())) {",
              "if (false) {",
              "checksum/**"),
          new Mutation(
              "dss-checksum-over-32-bits-of-the-dsn",
              "wire/DssChecksum.java",
              "return Checksums.words(dsn)",
              "return Checksums.words(dsn & 0xffff_ffffL)",
              "mp_capable/**"),
          new Mutation(
              "missing-checksum-taken",
              "mptcp/OptionReader.java",
              "if (negotiation.checksums() && !dss.hasChecksum()) {",
              "if (false) {",
              "checksum/**"),
          new Mutation(
              "unexpected-checksum-taken",
              "mptcp/OptionReader.java",
              "if (dss.hasChecksum() && !negotiation.checksums() && negotiation.refusesUnexpectedChecksum()) {",
              "if (false) {",
              "checksum/**"),
          new Mutation(
              "data-ack-of-the-future-taken",
              "mptcp/data/DataSender.java",
              "    if (position > limit) {\n      return false;\n    }\n",
              "",
              "window/**"),
          new Mutation(
              "window-shrinks",
              "mptcp/data/DataSender.java",
              "windowEdge = Math.max(windowEdge, position + window);",
              "windowEdge = position + window;",
              "window/**"),
          new Mutation(
              "data-fin-not-acknowledged",
              "mptcp/OptionReader.java",
              "    connection.reports().onDataFin(position);\n",
              "",
              "data_fin/**"),
          new Mutation(
              "data-fin-one-too-far",
              "mptcp/OptionReader.java",
              "connection.reports().onDataFin(position);",
              "connection.reports().onDataFin(position + 1);",
              "data_fin/**"),
          new Mutation(
              "data-fin-with-wrong-ssn",
              "mptcp/OptionPlanner.java",
              "writeMapping(target, flags, ack, dsn, 0, 1, checksum);",
              "writeMapping(target, flags, ack, dsn, 1, 1, checksum);",
              "data_fin/**"),
          new Mutation(
              "data-fin-with-length-0",
              "mptcp/OptionPlanner.java",
              "writeMapping(target, flags, ack, dsn, 0, 1, checksum);",
              "writeMapping(target, flags, ack, dsn, 0, 0, checksum);",
              "data_fin/**"),
          new Mutation(
              "data-fin-sent-once",
              "mptcp/data/DataSender.java",
              "return finPosition >= 0 && sndNxt >= finPosition && sndUna <= finPosition;",
              "return finPosition >= 0 && sndNxt >= finPosition && sndUna <= finPosition && !finSent;",
              "data_fin/**"),
          new Mutation(
              "subflow-sequence-off-by-one",
              "mptcp/OptionPlanner.java",
              "int at = (int) chunk.start();",
              "int at = (int) chunk.start() - 1;",
              "dss/**"),
          new Mutation(
              "declared-mapping-replaced",
              "mptcp/data/ReceiveMappings.java",
              "    if (dataPosition - subflowPosition != m.dataPosition - m.subflowPosition) {\n      return false;\n    }\n",
              "    if (dataPosition - subflowPosition != m.dataPosition - m.subflowPosition) {\n      mappings.remove(m);\n      return insert(subflowPosition, dataPosition, length, fin, checksum);\n    }\n",
              "dss/**"),
          new Mutation(
              "narrow-data-ack-for-wide-dsn",
              "mptcp/handshake/Negotiation.java",
              "    wideDataAck |= wide;\n",
              "",
              "dss/**"),
          new Mutation(
              "no-data-ack",
              "mptcp/OptionPlanner.java",
              "    dataAck = true;\n    fail = connection.fallback().failDue();",
              "    dataAck = !negotiation.confirmed();\n    fail = connection.fallback().failDue();",
              "data_fin/**"),
          new Mutation(
              "fast-close-with-any-key",
              "mptcp/Ending.java",
              "if (key != connection.negotiation().keys().localKey()) {",
              "if (false) {",
              "fastclose/**"),
          new Mutation(
              "fast-close-ignored",
              "mptcp/OptionReader.java",
              "    if (options.fastClose().present()) {\n      connection.ending().onFastClose(options.fastClose().receiverKey());\n      return false;\n    }\n",
              "",
              "fastclose/**"),
          new Mutation(
              "mp-tcprst-in-version-0",
              "mptcp/address/SignallingV0.java",
              "  public boolean explainsResets() {\n    return false;",
              "  public boolean explainsResets() {\n    return true;",
              "mp_tcprst/**"),
          new Mutation(
              "no-mp-tcprst",
              "mptcp/address/SignallingV1.java",
              "  public boolean explainsResets() {\n    return true;",
              "  public boolean explainsResets() {\n    return false;",
              "mp_tcprst/**"),
          new Mutation(
              "mp-fail-not-sent",
              "mptcp/OptionPlanner.java",
              "    fail = subflow.receiver().failed();\n",
              "    fail = false;\n",
              "checksum/**"),
          new Mutation(
              "mp-fail-ignored",
              "mptcp/OptionReader.java",
              "    if (options.mpFail().present() && !connection.negotiation().isPlain()) {\n      connection.fallback().onFail(subflow, options.mpFail().dsn());\n    }\n",
              "",
              "mp_fail/**"),
          new Mutation(
              "unmapped-data-taken-in-mid-connection",
              "mptcp/SubflowReceiver.java",
              "    if (connection.fallback().mayBegin()) {",
              "    if (!connection.negotiation().isPlain()) {",
              "dss/**"),
          new Mutation(
              "no-fallback-without-dss",
              "mptcp/SubflowReceiver.java",
              "    if (connection.fallback().mayBegin()) {",
              "    if (false) {",
              "fallback/**"),
          new Mutation(
              "no-fallback-on-plain-ack",
              "mptcp/OptionReader.java",
              "if (connection.fallback().mayBeginByAck(subflow)) {",
              "if (false) {",
              "fallback/**"),
          new Mutation(
              "add-addr-not-echoed",
              "mptcp/address/SignallingV1.java",
              "  public boolean echoes() {\n    return true;",
              "  public boolean echoes() {\n    return false;",
              "add_addr/**"),
          new Mutation(
              "add-addr-hmac-without-port",
              "mptcp/address/SignallingV1.java",
              "    message.putShort((short) port);\n",
              "",
              "add_addr/**"),
          new Mutation(
              "add-addr-hmac-from-the-left",
              "mptcp/address/SignallingV1.java",
              "getLong(hmac.length - Long.BYTES)",
              "getLong(0)",
              "add_addr/**"),
          new Mutation(
              "add-addr-hmac-not-verified",
              "mptcp/address/SignallingV1.java",
              "return MessageDigest.isEqual(octets(expected), octets(option.hmac()));",
              "return expected != 0;",
              "add_addr/**"),
          new Mutation(
              "backup-of-a-join-ignored",
              "mptcp/OptionReader.java",
              "subflow.path().joined(join.addressId(), join.backup());",
              "subflow.path().joined(join.addressId(), false);",
              "mp_prio/**"));

  private MptcpFaults() {}
}
