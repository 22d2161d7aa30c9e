package org.mptcp4j.house.rfc;

import java.util.List;

/**
 * A sentence of an RFC with a key word.
 *
 * @param id such as 8684-3.1-07: RFC, section, running number in the section
 * @param level the key word
 * @param quotation the sentence, shortened
 * @param answer whether we obey
 * @param remark how, or why not; may be empty
 * @param sameAs rows of the other RFC that say the same
 */
record Requirement(
    String id, Level level, String quotation, Answer answer, String remark, List<String> sameAs) {

  /** The key words of RFC 2119 that the two RFCs use. */
  enum Level {
    MUST(true),
    MUST_NOT(true),
    SHALL(true),
    SHALL_NOT(true),
    REQUIRED(true),
    SHOULD(false),
    SHOULD_NOT(false),
    RECOMMENDED(false),
    MAY(false),
    OPTIONAL(false);

    private final boolean absolute;

    Level(boolean absolute) {
      this.absolute = absolute;
    }

    /** Whether it leaves no choice. */
    boolean absolute() {
      return absolute;
    }

    /** Whether it leaves every choice. */
    boolean free() {
      return this == MAY || this == OPTIONAL;
    }

    String text() {
      return name().replace('_', ' ');
    }

    static Level of(String text) {
      return valueOf(text.replace(' ', '_'));
    }
  }

  /** What we do about it. */
  enum Answer {
    DONE("done"),
    NOT_USED("not used"),
    NOT_APPLICABLE("not applicable"),
    NOT_DONE("not done");

    private final String text;

    Answer(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    static Answer of(String text) {
      for (Answer answer : values()) {
        if (answer.text.equals(text)) {
          return answer;
        }
      }
      throw new IllegalArgumentException("no answer: " + text);
    }
  }
}
