package org.mptcp4j.examples.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The files below one directory, by the paths of request targets; nothing outside of it. */
final class FileTree {
  private final Path root;

  /**
   * @throws IOException where {@code root} is no directory
   */
  FileTree(Path root) throws IOException {
    this.root = root.toRealPath();
    if (!Files.isDirectory(this.root)) {
      throw new IOException("not a directory: " + root);
    }
  }

  /**
   * The existing file that a target names; {@code index.html} for a directory.
   *
   * @throws HttpException 404, or 403 where it lies outside, 400 where the target is malformed
   */
  Path find(String target) throws IOException {
    Path file = resolve(target);
    if (Files.isDirectory(file)) {
      file = file.resolve("index.html");
    }
    if (!Files.isRegularFile(file)) {
      throw new HttpException(404, "no such file");
    }
    return inside(file.toRealPath());
  }

  /**
   * Where a target is to be stored: a file that exists or not, in a directory that does.
   *
   * @throws HttpException 409 where the directory is missing or the target is one
   */
  Path place(String target) throws IOException {
    Path file = resolve(target);
    if (file.equals(root) || Files.isDirectory(file) || !Files.isDirectory(file.getParent())) {
      throw new HttpException(409, "no directory to put it into");
    }
    return inside(file.getParent().toRealPath()).resolve(file.getFileName());
  }

  private Path inside(Path real) throws HttpException {
    if (!real.startsWith(root)) {
      throw new HttpException(403, "outside of the served directory");
    }
    return real;
  }

  private Path resolve(String target) throws HttpException {
    String path = decode(pathOf(target));
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..") || segment.equals(".")) {
        throw new HttpException(403, "dot segments are refused");
      }
    }
    try {
      return root.resolve(path.replaceFirst("^/+", "")).normalize();
    } catch (InvalidPathException e) {
      throw new HttpException(400, "a malformed path");
    }
  }

  /** The path of an origin-form or absolute-form target, without its query. */
  private static String pathOf(String target) throws HttpException {
    String path = target.replaceFirst("^[Hh][Tt][Tt][Pp]://[^/?#]*", "").split("[?#]", 2)[0];
    if (path.isEmpty() && !target.isEmpty()) {
      return "/";
    }
    if (!path.startsWith("/")) {
      throw new HttpException(400, "a malformed target");
    }
    return path;
  }

  /** RFC 3986, section 2.1. */
  private static String decode(String text) throws HttpException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0 || high + low == 0) {
        throw new HttpException(400, "malformed percent-encoding");
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new HttpException(400, "a path that is not UTF-8");
    }
  }
}
