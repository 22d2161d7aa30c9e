package org.mptcp4j.examples.gateway;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a TOML file, read key by key. Each error names the file, the line, the key and what
 * was expected; a key that nobody asked for is an error too.
 */
final class ConfigTable {
  private final Path file;
  private final String path;
  private final TomlTable table;
  private final int line;
  private final Set<String> known = new TreeSet<>();

  private ConfigTable(Path file, String path, TomlTable table, int line) {
    this.file = file;
    this.path = path;
    this.table = table;
    this.line = line;
  }

  /** Parses a file. */
  static ConfigTable read(Path file) throws ConfigException {
    TomlParseResult result;
    try {
      result = Toml.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such file");
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": not a text in UTF-8");
    } catch (IOException e) {
      throw new ConfigException(file + ": can't be read: " + e.getMessage());
    }
    for (TomlParseError error : result.errors()) {
      String message = String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
      throw new ConfigException(file + ", line " + error.position().line() + ": " + message);
    }
    return new ConfigTable(file, "", result, 1);
  }

  boolean has(String key) {
    return value(key) != null;
  }

  /** A text that must be there and not be empty. */
  String text(String key, String expected) throws ConfigException {
    return parsed(key, expected, Function.identity());
  }

  /** A text that must be there, parsed by what throws IllegalArgumentException. */
  <T> T parsed(String key, String expected, Function<String, T> parser) throws ConfigException {
    if (value(key) instanceof String text && !text.isEmpty()) {
      return parse(key, expected, text, parser);
    }
    throw error(key, expected);
  }

  <T> T parsed(String key, String expected, Function<String, T> parser, T otherwise)
      throws ConfigException {
    return has(key) ? parsed(key, expected, parser) : otherwise;
  }

  /** One text or an array of them, each parsed; empty where the key is missing. */
  <T> List<T> list(String key, String expected, Function<String, T> parser) throws ConfigException {
    List<T> list = new ArrayList<>();
    for (Object element : elements(key)) {
      if (!(element instanceof String text)) {
        throw error(key, expected);
      }
      list.add(parse(key, expected, text, parser));
    }
    return list;
  }

  /** One whole number or an array of them, in order; empty where the key is missing. */
  Set<Integer> numbers(String key, int least, int most) throws ConfigException {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (Object element : elements(key)) {
      if (!(element instanceof Long number) || number < least || number > most) {
        throw error(key, "numbers from " + least + " to " + most);
      }
      numbers.add(number.intValue());
    }
    return numbers;
  }

  int number(String key, int least, int most, int otherwise) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number && number >= least && number <= most) {
      return number.intValue();
    }
    throw error(key, "a number from " + least + " to " + most);
  }

  boolean flag(String key, boolean otherwise) throws ConfigException {
    Object value = value(key);
    if (value == null || value instanceof Boolean) {
      return value == null ? otherwise : (Boolean) value;
    }
    throw error(key, "true or false");
  }

  /** A table that must be there. */
  ConfigTable table(String key) throws ConfigException {
    return optionalTable(key).orElseThrow(() -> error(key, "a table [" + key + "]"));
  }

  Optional<ConfigTable> optionalTable(String key) throws ConfigException {
    Object value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof TomlTable inner) {
      return Optional.of(new ConfigTable(file, full(key), inner, lineOf(key)));
    }
    throw error(key, "a table [" + key + "]");
  }

  /** An array of tables with at least one element. */
  List<ConfigTable> tables(String key) throws ConfigException {
    List<ConfigTable> tables = new ArrayList<>();
    if (value(key) instanceof TomlArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (!(array.get(i) instanceof TomlTable inner)) {
          throw error(key, "tables [[" + key + "]]");
        }
        int at = array.inputPositionOf(i).line();
        tables.add(new ConfigTable(file, full(key), inner, at));
      }
    }
    if (tables.isEmpty()) {
      throw error(key, "at least one table [[" + key + "]]");
    }
    return tables;
  }

  /** Call it when all keys were asked for. */
  void rejectUnknownKeys() throws ConfigException {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw new ConfigException(
            where(lineOf(key))
                + full(key)
                + ": unknown key; there are "
                + String.join(", ", known));
      }
    }
  }

  /** What is wrong with a key, in one line. */
  ConfigException error(String key, String expected) {
    Object value = value(key);
    String found = value == null ? "; it is missing" : ", found " + describe(value);
    return new ConfigException(where(lineOf(key)) + full(key) + ": expected " + expected + found);
  }

  private <T> T parse(String key, String expected, String text, Function<String, T> parser)
      throws ConfigException {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          where(lineOf(key)) + full(key) + ": expected " + expected + "; " + e.getMessage());
    }
  }

  private List<?> elements(String key) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    return value instanceof TomlArray array ? array.toList() : List.of(value);
  }

  private Object value(String key) {
    known.add(key);
    return table.get(List.of(key));
  }

  private int lineOf(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? line : position.line();
  }

  private String where(int at) {
    return file + ", line " + at + ": ";
  }

  private String full(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String describe(Object value) {
    if (value instanceof String text) {
      return "\"" + text + "\"";
    }
    if (value instanceof TomlArray) {
      return "an array";
    }
    return value instanceof TomlTable ? "a table" : String.valueOf(value);
  }
}
