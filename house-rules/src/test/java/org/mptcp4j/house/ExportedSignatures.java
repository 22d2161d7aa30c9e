package org.mptcp4j.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What users can see: a public or protected member of a type in an exported package speaks of the
 * JDK and of exported packages only.
 */
final class ExportedSignatures {
  private ExportedSignatures() {}

  /** Packages that our modules on the class path export to all. */
  static Set<String> exportedPackages() {
    Set<String> exported = new TreeSet<>();
    for (ModuleDescriptor module : modules()) {
      for (ModuleDescriptor.Exports exports : module.exports()) {
        if (!exports.isQualified()) {
          exported.add(exports.source());
        }
      }
    }
    return exported;
  }

  /** Our modules on the class path. */
  static List<ModuleDescriptor> modules() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(ExportedSignatures::isOurs)
        .flatMap(entry -> ModuleFinder.of(entry).findAll().stream())
        .map(reference -> reference.descriptor())
        .filter(descriptor -> descriptor.name().startsWith("org.mptcp4j"))
        .toList();
  }

  private static boolean isOurs(Path entry) {
    return Files.exists(entry.resolve("module-info.class"))
        || entry.getFileName().toString().matches("(mptcp|tproxy|examples).*\\.jar");
  }

  static List<String> leaks(JavaClasses classes, Set<String> exported) {
    List<String> leaks = new ArrayList<>();
    for (JavaClass type : classes) {
      if (exported.contains(type.getPackageName()) && isVisible(type)) {
        superTypes(type)
            .flatMap(t -> t.getAllInvolvedRawTypes().stream())
            .filter(t -> !isShown(t, exported))
            .forEach(t -> leaks.add(type.getName() + " extends " + t.getName()));
        for (JavaMember member : type.getMembers()) {
          leaksOf(member, exported, leaks);
        }
      }
    }
    return leaks;
  }

  private static void leaksOf(JavaMember member, Set<String> exported, List<String> leaks) {
    Set<JavaModifier> modifiers = member.getModifiers();
    boolean visible =
        modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    if (!visible || modifiers.contains(JavaModifier.SYNTHETIC)) {
      return;
    }
    typesOf(member)
        .flatMap(t -> t.getAllInvolvedRawTypes().stream())
        .filter(t -> !isShown(t, exported))
        .forEach(t -> leaks.add(member.getFullName() + " shows " + t.getName()));
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    return Stream.of(
            Stream.of(unit.getReturnType()),
            unit.getParameterTypes().stream(),
            unit.getExceptionTypes().stream().map(t -> (JavaType) t))
        .flatMap(s -> s);
  }

  private static Stream<JavaType> superTypes(JavaClass type) {
    return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
  }

  private static boolean isVisible(JavaClass type) {
    boolean open =
        type.getModifiers().contains(JavaModifier.PUBLIC)
            || type.getModifiers().contains(JavaModifier.PROTECTED);
    return open && type.getEnclosingClass().map(ExportedSignatures::isVisible).orElse(true);
  }

  private static boolean isShown(JavaClass type, Set<String> exported) {
    JavaClass base = type.getBaseComponentType();
    boolean ofJdk = base.isPrimitive() || base.getPackageName().matches("java(x)?\\..*");
    return ofJdk || (exported.contains(base.getPackageName()) && isVisible(base));
  }
}
