package org.mptcp4j.examples.http;

import java.io.IOException;

/** A message that can't be served as it is; carries the status code of the answer. */
public final class HttpException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** 400 to 599. */
  public int status() {
    return status;
  }
}
