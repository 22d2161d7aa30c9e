package org.mptcp4j.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;

/** The walls: which package may know which, and what the engine must not know at all. */
final class WallRules {
  private static final String[] API = {
    "org.mptcp4j", "org.mptcp4j.engine", "org.mptcp4j.spi", "java.."
  };

  private static final Set<String> CLOCK_CALLS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID");

  /** What a blocking call needs in order to be interrupted; it starts no thread. */
  private static final Set<String> INTERRUPTION =
      Set.of("currentThread", "interrupt", "interrupted");

  private static final DescribedPredicate<JavaClass> CLOCK_RANDOM_THREAD_OR_SOCKET =
      describe("a clock, a source of randomness, a thread or a socket", WallRules::isOutsideWorld);

  private WallRules() {}

  static ArchRule noPackageCycle() {
    return SlicesRuleDefinition.slices()
        .matching("org.mptcp4j.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  static ArchRule arrowsPointDown() {
    return classes()
        .that(describe("are of mptcp-impl", c -> c.getPackageName().startsWith(Rooms.IMPL)))
        .should(useRoomsBelowOnly())
        .allowEmptyShould(true);
  }

  static ArchRule annexesSeeTheApiOnly(String annex) {
    String[] allowed = java.util.Arrays.copyOf(API, API.length + 1);
    allowed[API.length] = Rooms.IMPL + "." + annex + "..";
    return classes()
        .that()
        .resideInAPackage(Rooms.IMPL + "." + annex + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }

  static ArchRule noModuleLeadsToImpl() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(Rooms.IMPL + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(Rooms.IMPL + "..")
        .allowEmptyShould(true);
  }

  /** A module's packages depend on those of {@code below}, the JDK and nothing else. */
  static ArchRule moduleUsesOnly(String module, String... below) {
    return classes()
        .that()
        .resideInAnyPackage(module)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(concat(below, module, "java..", "javax.."))
        .allowEmptyShould(true);
  }

  /** As {@link #moduleUsesOnly}, for a module that may use libraries. */
  static ArchRule moduleUsesOfUsOnly(String module, String... below) {
    return classes()
        .that()
        .resideInAnyPackage(module)
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are of a library or of " + String.join(", ", concat(below, module)),
                c ->
                    !c.getPackageName().startsWith("org.mptcp4j")
                        || JavaClass.Predicates.resideInAnyPackage(concat(below, module)).test(c)))
        .allowEmptyShould(true);
  }

  static ArchRule engineIsSansIo() {
    return noClasses()
        .that(
            describe(
                "are below driver",
                c ->
                    c.getPackageName().startsWith(Rooms.IMPL)
                        && !Rooms.isAtOrAboveDriver(c.getPackageName())))
        .should()
        .dependOnClassesThat(CLOCK_RANDOM_THREAD_OR_SOCKET)
        .orShould()
        .accessTargetWhere(describe("a clock or randomness is read", WallRules::readsClock))
        .orShould()
        .accessTargetWhere(describe("a thread is used", WallRules::usesThread))
        .allowEmptyShould(true);
  }

  static ArchRule engineHasOneThread() {
    return noClasses()
        .that(describe("are of the engine", c -> Rooms.isSansIo(c.getPackageName())))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .allowEmptyShould(true);
  }

  private static boolean readsClock(JavaAccess<?> access) {
    String target = access.getTargetOwner().getFullName() + "." + access.getTarget().getName();
    boolean now =
        access.getTargetOwner().getPackageName().startsWith("java.time")
            && access.getTarget().getName().startsWith("now");
    return now || CLOCK_CALLS.contains(target);
  }

  private static boolean usesThread(JavaAccess<?> access) {
    boolean blockingFace =
        access.getOriginOwner().getPackageName().equals(Rooms.IMPL + ".channel")
            && INTERRUPTION.contains(access.getTarget().getName());
    return access.getTargetOwner().getFullName().equals("java.lang.Thread") && !blockingFace;
  }

  private static boolean isOutsideWorld(JavaClass type) {
    String name = type.getFullName();
    return name.equals("java.time.Clock")
        || name.startsWith("java.util.Timer")
        || name.startsWith("java.util.random.")
        || name.matches("java\\.util\\.(Splittable)?Random")
        || name.matches("java\\.security\\.SecureRandom|java\\.util\\.concurrent\\..*Random")
        || name.matches("java\\.util\\.concurrent\\..*(Executor|ForkJoin|Thread).*")
        || name.matches("java\\.net\\.(Server|Datagram|Multicast)?Socket")
        || name.matches("java\\.nio\\.channels\\.(\\w*(Socket|Datagram|File)Channel|Selector|Pipe)")
        || name.startsWith("java.io.File")
        || name.startsWith("java.nio.file.");
  }

  private static ArchCondition<JavaClass> useRoomsBelowOnly() {
    return new ArchCondition<>("use rooms below them only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String from = Rooms.roomOf(type.getPackageName()).orElse(null);
        if (from == null) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no known room"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          Rooms.roomOf(dependency.getTargetClass().getPackageName())
              .filter(to -> !mayUse(from, to))
              .ifPresent(
                  to ->
                      events.add(
                          SimpleConditionEvent.violated(
                              type, from + " -> " + to + ": " + dependency.getDescription())));
        }
      }
    };
  }

  private static boolean mayUse(String from, String to) {
    if (Rooms.ANNEXES.contains(from) || Rooms.ANNEXES.contains(to)) {
      return from.equals(to);
    }
    return Rooms.floor(from) <= Rooms.floor(to);
  }

  private static String[] concat(String[] first, String... second) {
    String[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
