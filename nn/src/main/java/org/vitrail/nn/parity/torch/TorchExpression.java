package org.vitrail.nn.parity.torch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.tensor.Tensor;

/**
 * A PyTorch expression as a function of its tensors: {@code F.softmax(x @ w.T + b, dim=-1)[..., 1:]}. The names
 * {@code torch}, {@code F}, {@code math}, {@code open_clip} and the methods of tensors mean what PyTorch documents.
 */
public final class TorchExpression {
  private final Expression expression;

  private TorchExpression(Expression expression) {
    this.expression = expression;
  }

  /** @throws IllegalArgumentException naming the place where {@code text} cannot be read */
  public static TorchExpression parse(String text) {
    return new TorchExpression(Parser.parse(text));
  }

  /**
   * The results, one or the elements of a tuple.
   *
   * @param inputs the free names
   * @param masks the names among them whose tensors hold truth values
   * @throws UnsupportedOperationException for what the table does not know
   */
  public List<Tensor> evaluate(Map<String, Tensor> inputs, List<String> masks) {
    var names = new HashMap<>(Library.names());
    inputs.forEach((name, tensor) -> names.put(name, masks.contains(name) ? new Mask(tensor) : tensor));
    var value = expression.evaluate(names);
    return value instanceof List<?> list ? Values.tensors(list) : List.of(Values.tensor(value));
  }
}
