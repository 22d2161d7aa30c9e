package org.mptcp4j.conformance.packet;

import java.util.HexFormat;

/** Options in the words of the RFCs, for a person. */
final class OptionText {
  private OptionText() {}

  static String of(TcpOption option) {
    if (option instanceof MpOption multipath) {
      return "<" + multipath(multipath) + ">";
    }
    if (option instanceof TcpOption.Mss mss) {
      return "<mss " + mss.bytes() + ">";
    }
    if (option instanceof TcpOption.WindowScale scale) {
      return "<wscale " + scale.shift() + ">";
    }
    if (option instanceof TcpOption.SackPermitted) {
      return "<sackOK>";
    }
    if (option instanceof TcpOption.Timestamps stamps) {
      return "<TS "
          + Integer.toUnsignedString(stamps.value())
          + " "
          + Integer.toUnsignedString(stamps.echo())
          + ">";
    }
    return "<" + option + ">";
  }

  private static String multipath(MpOption option) {
    if (option instanceof MpOption.Capable o) {
      return "MP_CAPABLE v"
          + o.version()
          + " flags "
          + hex(o.flags())
          + key(" ", o.senderKey())
          + key(" ", o.receiverKey())
          + (o.dataLength() == null ? "" : " dll " + o.dataLength())
          + (o.checksum() == null ? "" : " csum " + hex(o.checksum()));
    }
    if (option instanceof MpOption.JoinSyn o) {
      return "MP_JOIN"
          + backup(o.backup())
          + " id "
          + o.addressId()
          + " token "
          + hex(o.token())
          + " nonce "
          + hex(o.nonce());
    }
    if (option instanceof MpOption.JoinSynAck o) {
      return "MP_JOIN"
          + backup(o.backup())
          + " id "
          + o.addressId()
          + key(" hmac ", o.hmac())
          + " nonce "
          + hex(o.nonce());
    }
    if (option instanceof MpOption.JoinAck o) {
      return "MP_JOIN hmac " + HexFormat.of().formatHex(o.hmac());
    }
    if (option instanceof MpOption.Dss o) {
      return dss(o);
    }
    return signal(option);
  }

  private static String signal(MpOption option) {
    if (option instanceof MpOption.AddAddr o) {
      return "ADD_ADDR "
          + o.nibble()
          + " id "
          + o.addressId()
          + " "
          + o.address().getHostAddress()
          + (o.port() == null ? "" : " port " + o.port())
          + key(" hmac ", o.hmac());
    }
    if (option instanceof MpOption.RemoveAddr o) {
      return "REMOVE_ADDR " + o.ids();
    }
    if (option instanceof MpOption.Prio o) {
      return "MP_PRIO" + backup(o.backup()) + (o.addressId() == null ? "" : " id " + o.addressId());
    }
    if (option instanceof MpOption.Fail o) {
      return "MP_FAIL" + key(" dsn ", o.dsn());
    }
    if (option instanceof MpOption.FastClose o) {
      return "MP_FASTCLOSE" + key(" ", o.key());
    }
    if (option instanceof MpOption.TcpRst o) {
      return "MP_TCPRST reason " + o.reason() + (o.isTransient() ? " transient" : "");
    }
    return "MPTCP subtype " + option.subtype();
  }

  private static String dss(MpOption.Dss o) {
    StringBuilder text = new StringBuilder("DSS");
    if (o.fin()) {
      text.append(" FIN");
    }
    if (o.dataAck() != null) {
      text.append(" ack ").append(number(o.dataAck(), o.wideAck()));
    }
    if (o.dsn() != null) {
      text.append(" dsn ").append(number(o.dsn(), o.wideDsn()));
      text.append(" ssn ").append(Integer.toUnsignedString(o.ssn())).append(" len ");
      text.append(o.length());
    }
    if (o.checksum() != null) {
      text.append(" csum ").append(hex(o.checksum()));
    }
    return text.toString();
  }

  private static String number(long number, boolean wide) {
    return wide ? HexFormat.of().toHexDigits(number) : HexFormat.of().toHexDigits((int) number);
  }

  private static String backup(boolean backup) {
    return backup ? " backup" : "";
  }

  private static String key(String before, Long key) {
    return key == null ? "" : before + HexFormat.of().toHexDigits(key);
  }

  private static String hex(int value) {
    return Integer.toHexString(value);
  }
}
