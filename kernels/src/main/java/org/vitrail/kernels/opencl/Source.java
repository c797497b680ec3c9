package org.vitrail.kernels.opencl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.vitrail.kernels.DType;

/**
 * The text of kernels in OpenCL C. Two that are equal are built once.
 *
 * @param options of the compiler, each after a space: {@code  -Dreal=float -DF=GELU_0}
 */
public record Source(String name, String text, String options) {
  private static final String COMMON = read(Source.class, "common.cl");

  /** The resource {@code name} beside {@code owner}, after what all kernels have in common. */
  public static Source of(Class<?> owner, String name) {
    return new Source(name, COMMON + read(owner, name), "");
  }

  /** This, after the resource {@code name} beside {@code owner}. */
  public Source including(Class<?> owner, String name) {
    return new Source(this.name, COMMON + read(owner, name) + text.substring(COMMON.length()), options);
  }

  public Source with(String macro, Object meaning) {
    return option("-D" + macro + "=" + meaning);
  }

  public Source option(String option) {
    return new Source(name, text, options + " " + option);
  }

  /** {@code real} means numbers of {@code dtype}; {@code int} where they are integers. */
  public Source of(DType dtype) {
    var typed = with("real", typeName(dtype));
    return dtype == DType.F32 ? typed.with("SINGLE", 1) : typed;
  }

  public static String typeName(DType dtype) {
    return switch (dtype) {
      case F32 -> "float";
      case F64 -> "double";
      case I32 -> "int";
      case F16, BF16 -> throw new IllegalArgumentException(dtype + " stores weights in files; nothing computes in it");
    };
  }

  boolean needsDoubles() {
    return options.contains("=double");
  }

  String buildOptions() {
    return needsDoubles() ? options.strip() : "-cl-single-precision-constant" + options;
  }

  private static String read(Class<?> owner, String name) {
    try (var in = owner.getResourceAsStream(name)) {
      if (in == null) throw new IllegalStateException("the kernels " + name + " are missing beside " + owner.getName());
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
