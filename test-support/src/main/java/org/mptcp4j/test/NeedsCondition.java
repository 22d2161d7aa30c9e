package org.mptcp4j.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test aloud where the machine lacks what its {@link Needs} names. */
final class NeedsCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Needs> needs = AnnotationSupport.findAnnotation(context.getElement(), Needs.class);
    List<String> missing = needs.map(NeedsCondition::missing).orElse(List.of());
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("nothing is missing");
    }
    String reason = String.join(", ", missing);
    System.out.println("SKIPPED " + nameOf(context) + ": " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static List<String> missing(Needs needs) {
    List<String> missing = new ArrayList<>();
    if (needs.root() && !Machine.isRoot()) {
      missing.add("not root");
    }
    if (needs.tun() && !Machine.hasTun()) {
      missing.add("no access to " + Machine.TUN);
    }
    if (needs.namespaces() && !Machine.hasNamespaces()) {
      missing.add("no right to make network namespaces");
    }
    for (String command : needs.commands()) {
      if (!Machine.hasCommand(command)) {
        missing.add("no " + command + " on the PATH");
      }
    }
    return missing;
  }

  private static String nameOf(ExtensionContext context) {
    String type = context.getTestClass().map(Class::getSimpleName).orElse("");
    return context.getTestMethod().map(m -> type + "." + m.getName()).orElse(type);
  }
}
