package org.vitrail.kernels;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test of the kernels of {@link Tested}: the build runs classes named {@code *BackendTest} once per vector width and
 * once on OpenCL, and where the machine does not have that they are skipped, saying why.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BackendTest.Here.class)
public @interface BackendTest {

  final class Here implements ExecutionCondition {
    @Override public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      var problem = Tested.problem();
      if (problem.isEmpty()) return ConditionEvaluationResult.enabled("the machine has this backend");
      if (context.getTestMethod().isEmpty()) System.err.println("skipped " + context.getDisplayName() + ": " + problem.get());
      return ConditionEvaluationResult.disabled(problem.get());
    }
  }
}
