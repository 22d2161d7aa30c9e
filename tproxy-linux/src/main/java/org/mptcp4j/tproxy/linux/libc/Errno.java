package org.mptcp4j.tproxy.linux.libc;

/** Error numbers of Linux (asm-generic/errno-base.h and errno.h), and what they mean to a user. */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int ENODEV = 19;
  public static final int EINVAL = 22;
  public static final int EBADFD = 77;
  public static final int ENOBUFS = 105;

  private Errno() {}

  /** A short text for an error number above 0. */
  public static String text(int errno) {
    return switch (errno) {
      case EPERM -> "not permitted";
      case ENOENT -> "no such file";
      case EIO -> "the device is down";
      case ENXIO, ENODEV -> "no such device";
      case EACCES -> "permission denied";
      case EBUSY -> "busy";
      case EINVAL -> "invalid argument";
      case EBADFD -> "the device was removed";
      case ENOBUFS -> "no buffer space";
      default -> "error " + errno;
    };
  }
}
