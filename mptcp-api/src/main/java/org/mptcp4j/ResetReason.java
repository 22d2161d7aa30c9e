package org.mptcp4j;

/**
 * Why a host resets a subflow or refuses one: MP_TCPRST, version 1 only (RFC 8684, section 3.6).
 *
 * @param code 0 to 255; those of the RFC have names below
 * @param mayPass flag T: "the error condition that is reported is Transient", so that the path may
 *     be tried again later
 */
public record ResetReason(int code, boolean mayPass) {
  /** "the default error implying the subflow is no longer available" */
  public static final ResetReason UNSPECIFIED = new ResetReason(0, false);

  /** "An error has been detected in the processing of MPTCP options" */
  public static final ResetReason MPTCP_ERROR = new ResetReason(1, false);

  /** "the sending host does not have enough resources to support the terminated subflow" */
  public static final ResetReason LACK_OF_RESOURCES = new ResetReason(2, true);

  /** "the requested subflow is prohibited by the policies of the sending host" */
  public static final ResetReason PROHIBITED = new ResetReason(3, false);

  /** "an excessive amount of data that need to be transmitted over the terminated subflow" */
  public static final ResetReason TOO_MUCH_OUTSTANDING_DATA = new ResetReason(4, true);

  /** "the performance of this subflow was too low compared to the other subflows" */
  public static final ResetReason UNACCEPTABLE_PERFORMANCE = new ResetReason(5, true);

  /** "Middlebox interference has been detected over this subflow" */
  public static final ResetReason MIDDLEBOX_INTERFERENCE = new ResetReason(6, false);

  private static final String[] NAMES = {
    "unspecified error",
    "MPTCP specific error",
    "lack of resources",
    "administratively prohibited",
    "too much outstanding data",
    "unacceptable performance",
    "middlebox interference"
  };

  public ResetReason {
    if (code < 0 || code > 255) {
      throw new IllegalArgumentException("code " + code);
    }
  }

  /** The RFC's words, such as {@code lack of resources (transient)}. */
  @Override
  public String toString() {
    String name = code < NAMES.length ? NAMES[code] : "reason " + code;
    return mayPass ? name + " (transient)" : name;
  }
}
