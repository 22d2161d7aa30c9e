package org.mptcp4j.examples.http;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Media types by the end of a file's name. */
final class ContentTypes {
  private static final Map<String, String> BY_EXTENSION =
      Map.of(
          "html", "text/html; charset=utf-8",
          "txt", "text/plain; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "jpg", "image/jpeg",
          "pdf", "application/pdf");

  private ContentTypes() {}

  static String of(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return BY_EXTENSION.getOrDefault(extension, "application/octet-stream");
  }
}
