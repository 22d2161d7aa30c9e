package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/** DSS as received, RFC 6824 and RFC 8684, section 3.3; {@link DssLayout} has the picture. */
public final class DssView {
  private boolean present;
  private int flags;
  private long dataAck;
  private long dsn;
  private int subflowSequence;
  private int dataLevelLength;
  private boolean hasChecksum;
  private int checksum;

  /** Forgets everything. */
  public void clear() {
    present = false;
    flags = 0;
    hasChecksum = false;
  }

  /**
   * Reads the option at {@code at}.
   *
   * @return false where {@code optionLength} does not fit the flags; then nothing is present
   */
  public boolean read(ByteBuffer buf, int at, int optionLength) {
    clear();
    if (optionLength < 4) {
      return false;
    }
    int received = buf.get(at + 3) & 0x1F;
    boolean mapping = (received & DssLayout.MAPPING) != 0;
    // "The presence of the checksum can be inferred from the length of the option."
    boolean checksummed = mapping && optionLength == DssLayout.length(received, true);
    if (!checksummed && optionLength != DssLayout.length(received, false)) {
      return false;
    }
    present = true;
    flags = received;
    hasChecksum = checksummed;
    int next = readDataAck(buf, at + 4);
    if (mapping) {
      readMapping(buf, next);
    }
    return true;
  }

  private int readDataAck(ByteBuffer buf, int at) {
    if (!hasDataAck()) {
      dataAck = 0;
      return at;
    }
    dataAck = dataAckIs64() ? buf.getLong(at) : Integer.toUnsignedLong(buf.getInt(at));
    return at + (dataAckIs64() ? 8 : 4);
  }

  private void readMapping(ByteBuffer buf, int at) {
    dsn = dsnIs64() ? buf.getLong(at) : Integer.toUnsignedLong(buf.getInt(at));
    int next = at + (dsnIs64() ? 8 : 4);
    subflowSequence = buf.getInt(next);
    dataLevelLength = buf.getShort(next + 4) & 0xFFFF;
    checksum = hasChecksum ? buf.getShort(next + 6) & 0xFFFF : 0;
  }

  public boolean present() {
    return present;
  }

  /** The flags of {@link DssLayout}. */
  public int flags() {
    return flags;
  }

  public boolean dataFin() {
    return (flags & DssLayout.DATA_FIN) != 0;
  }

  public boolean hasDataAck() {
    return (flags & DssLayout.DATA_ACK) != 0;
  }

  public boolean dataAckIs64() {
    return (flags & DssLayout.DATA_ACK_64) != 0;
  }

  /** All 64 bits, or the lower 32 with zeros above. */
  public long dataAck() {
    return dataAck;
  }

  public boolean hasMapping() {
    return (flags & DssLayout.MAPPING) != 0;
  }

  public boolean dsnIs64() {
    return (flags & DssLayout.DSN_64) != 0;
  }

  /** All 64 bits, or the lower 32 with zeros above. */
  public long dsn() {
    return dsn;
  }

  /** Relative to the subflow's initial sequence number: 1 is the first byte of data. */
  public int subflowSequence() {
    return subflowSequence;
  }

  /** Bytes that the mapping covers, with a DATA_FIN one more; 0 is the infinite mapping. */
  public int dataLevelLength() {
    return dataLevelLength;
  }

  public boolean hasChecksum() {
    return hasChecksum;
  }

  public int checksum() {
    return checksum;
  }

  /** A lasting copy. */
  public MptcpOption.Dss toRecord() {
    return new MptcpOption.Dss(
        flags,
        dataAck,
        hasMapping() ? dsn : 0,
        hasMapping() ? subflowSequence : 0,
        hasMapping() ? dataLevelLength : 0,
        hasChecksum,
        hasChecksum ? checksum : 0);
  }
}
