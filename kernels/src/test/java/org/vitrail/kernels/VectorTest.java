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
 * A test of SIMD kernels: the build runs classes named {@code *VectorTest} once per vector width, and where the machine
 * does not have the width they are skipped, saying why.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(VectorTest.Width.class)
public @interface VectorTest {

  final class Width implements ExecutionCondition {
    @Override public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      var problem = new VectorBackend().problem();
      if (problem == null) return ConditionEvaluationResult.enabled("the machine has this width");
      if (context.getTestMethod().isEmpty()) System.err.println("skipped " + context.getDisplayName() + ": " + problem);
      return ConditionEvaluationResult.disabled(problem);
    }
  }
}
