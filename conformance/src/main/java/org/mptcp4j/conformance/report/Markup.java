package org.mptcp4j.conformance.report;

/** Text in XML and HTML. */
final class Markup {
  private Markup() {}

  static String escape(String text) {
    StringBuilder result = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> result.append("&amp;");
        case '<' -> result.append("&lt;");
        case '>' -> result.append("&gt;");
        case '"' -> result.append("&quot;");
        default -> result.append(c < ' ' && c != '\n' && c != '\t' ? '?' : c);
      }
    }
    return result.toString();
  }
}
