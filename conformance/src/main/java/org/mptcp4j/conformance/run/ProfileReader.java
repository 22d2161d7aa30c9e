package org.mptcp4j.conformance.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mptcp4j.conformance.peer.Trait;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Reads a {@link Profile} from TOML:
 *
 * <pre>
 * name = "Linux 6.18"
 * traits = ["joins-announced"]
 * [[expected-failure]]
 * cases = "mp_join/some-case"     # a glob
 * on = "v1 server"                # optional
 * reason = "why, with the RFC's sentence"
 * </pre>
 */
public final class ProfileReader {
  private static final Set<String> KEYS = Set.of("name", "traits", "expected-failure");
  private static final Set<String> FAILURE_KEYS = Set.of("cases", "on", "reason");

  private ProfileReader() {}

  /**
   * Reads a file, or a profile that comes with the suite, such as {@code linux-6.18}.
   *
   * @throws IOException with one line that says what is wrong
   */
  public static Profile read(String nameOrFile) throws IOException {
    try (InputStream known =
        ProfileReader.class.getResourceAsStream(Path.of(nameOrFile).getFileName() + ".toml")) {
      if (known != null) {
        return parse(nameOrFile, Toml.parse(known));
      }
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isReadable(file)) {
      throw new IOException("no profile " + nameOrFile);
    }
    return parse(nameOrFile, Toml.parse(file));
  }

  private static Profile parse(String source, TomlParseResult toml) throws IOException {
    if (toml.hasErrors()) {
      throw new IOException(source + ": " + toml.errors().get(0).toString());
    }
    checkKeys(source, toml, KEYS);
    try {
      return new Profile(
          toml.getString("name", () -> source), traits(source, toml), failures(source, toml));
    } catch (org.tomlj.TomlInvalidTypeException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
  }

  private static void checkKeys(String source, TomlTable table, Set<String> known)
      throws IOException {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw new IOException(source + ": unknown key " + key);
      }
    }
  }

  private static Set<Trait> traits(String source, TomlTable toml) throws IOException {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    TomlArray names = toml.getArrayOrEmpty("traits");
    for (int i = 0; i < names.size(); i++) {
      traits.add(trait(source, names.getString(i)));
    }
    return traits;
  }

  private static Trait trait(String source, String name) throws IOException {
    try {
      return Trait.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new IOException(source + ": no trait " + name, e);
    }
  }

  private static List<Profile.Expected> failures(String source, TomlTable toml) throws IOException {
    List<Profile.Expected> failures = new ArrayList<>();
    TomlArray tables = toml.getArrayOrEmpty("expected-failure");
    for (int i = 0; i < tables.size(); i++) {
      TomlTable table = tables.getTable(i);
      checkKeys(source, table, FAILURE_KEYS);
      String cases = table.getString("cases");
      String reason = table.getString("reason");
      if (cases == null || reason == null || reason.isBlank()) {
        throw new IOException(source + ": an expected failure needs cases and a reason");
      }
      failures.add(new Profile.Expected(cases, table.getString("on", () -> ""), reason));
    }
    return failures;
  }
}
