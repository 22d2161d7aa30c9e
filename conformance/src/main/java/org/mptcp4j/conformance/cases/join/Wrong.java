package org.mptcp4j.conformance.cases.join;

import org.mptcp4j.conformance.packet.Secrets;

/** Wrong values for the fields of MP_JOIN. */
final class Wrong {
  private Wrong() {}

  /** 20 bytes for our third ACK, wrong in the way that {@code variant} says. */
  static byte[] hmac(Attempt join, String variant) {
    byte[] right = join.third().hmac();
    return switch (variant) {
      case "first-bit" -> flip(right, 0, 0x80);
      case "last-bit" -> flip(right, 19, 1);
      case "swapped-keys" -> of(join, true, false);
      case "swapped-nonces" -> of(join, false, true);
      default -> new byte[20];
    };
  }

  private static byte[] flip(byte[] bytes, int at, int bit) {
    bytes[at] ^= (byte) bit;
    return bytes;
  }

  private static byte[] of(Attempt join, boolean swapKeys, boolean swapNonces) {
    long ours = join.session().ourKey();
    long peers = join.session().peerKey();
    int nonce = join.nonce();
    int peersNonce = join.answer().nonce();
    return Secrets.leftmost160(
        Secrets.join(
            join.session().version(),
            swapKeys ? peers : ours,
            swapKeys ? ours : peers,
            swapNonces ? peersNonce : nonce,
            swapNonces ? nonce : peersNonce));
  }

  /** MP_JOIN of any length; {@code body} follows the address ID, as far as it goes. */
  static byte[] option(int length, byte[] body) {
    byte[] option = new byte[length];
    option[0] = 30;
    option[1] = (byte) length;
    option[2] = 0x10;
    System.arraycopy(body, 0, option, 4, Math.min(body.length, length - 4));
    return option;
  }
}
