package org.vitrail.nn.parity.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.tensor.Tensor;

class TorchExpressionTest {
  private final Map<String, Tensor> inputs = Map.of(
      "x", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
      "i", Tensor.of(new int[] {1, 0, 1}, 3),
      "m", Tensor.of(new int[] {1, 0, 1, 0, 1, 0}, 2, 3));

  private List<Tensor> evaluate(String text) {
    return TorchExpression.parse(text).evaluate(inputs, List.of("m"));
  }

  @ParameterizedTest @CsvSource(delimiter = '|', value = {
      "torch.tensor(2 + 3 * 2 ** 2)                         | 14",
      "torch.tensor(-2 ** 2)                                | -4",
      "torch.tensor(2 ** -1)                                | 0.5",
      "torch.tensor(2 ** 3 ** 2)                            | 512",
      "torch.tensor((7 // 2, -7 // 2, 7 % 3, -7 % 3))       | 3 -4 1 2",
      "torch.tensor(1.5e1 - 10 - 2)                         | 3",
      "x.shape[-1] * x[0, 0]                                | 3",
      "x.sum()                                              | 21",
      "x.sum(0, keepdim=True)                               | 5 7 9",
      "x[1]                                                 | 4 5 6",
      "x[..., -1]                                           | 3 6",
      "x[:, ::2]                                            | 1 3 4 6",
      "x[None, :, 1, None]                                  | 2 5",
      "x[i, i]                                              | 5 1 5",
      "x[[1, 0], 2]                                         | 6 3",
      "x[m]                                                 | 1 3 5",
      "x[~m & (x > 3)]                                      | 4 6",
      "x[x[:, 0] > 2]                                       | 4 5 6",
      "(lambda a, b: a - b)(x[0], x[1])                     | -3 -3 -3",
      "x.topk(2).values                                     | 3 2 6 5",
      "x.max(1)[1]                                          | 2 2",
      "tuple(x.sort(-1, descending=True))[0]                | 3 2 1 6 5 4",
      "1 - x[0] / 2                                         | 0.5 0 -0.5",
      "i + 0.5                                              | 1.5 0.5 1.5",
      "torch.cat([x, x], dim=0).sum(dim=(0, 1))             | 42",
      "torch.nn.functional.relu(x - 4)                      | 0 0 0 0 1 2",
      "x.view((3, -1))[0]                                   | 1 2",
      "torch.where(m, x, -1.0)                              | 1 -1 3 -1 5 -1",
      "x.clamp(max=4).amax(axis=-1)                         | 3 4",
      "torch.arange(5)[1:-1]                                | 1 2 3",
      "F.one_hot(i)                                         | 0 1 1 0 0 1"})
  void evaluatesAsPythonDoes(String text, String expected) {
    var numbers = Arrays.stream(expected.split(" ")).mapToDouble(Double::parseDouble).toArray();
    assertArrayEquals(numbers, evaluate(text).getFirst().toDoubles(), 1e-6);
  }

  @Test void aTupleGivesSeveralResults() {
    assertEquals(List.of(1.0, 6.0), evaluate("(x.min(), x.max())").stream().map(Tensor::item).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x +", "x[", "(x", "x)", "f(a=1, 2)", "x ? y", "'open", "x[]", "1 < 2 < 3",
      "f(a=1, a=2)", "x.", "lambda x", "x if x else x", "f(*x)", "99999999999999999999"})
  void whatIsNoExpressionIsRefusedWithItsPlace(String text) {
    var e = assertThrows(IllegalArgumentException.class, () -> TorchExpression.parse(text));
    assertTrue(e.getMessage().contains("character "), e.getMessage());
  }

  @Test void deepNestingIsRefused() {
    for (var text : List.of("(".repeat(100_000), "-".repeat(100_000) + "1",
        "x[".repeat(100_000), "lambda:".repeat(9999),
        "2**".repeat(100_000) + "2", "x+".repeat(100_000) + "x", "x[0]".repeat(100_000))) {
      assertThrows(IllegalArgumentException.class, () -> TorchExpression.parse(text));
    }
  }

  @ParameterizedTest @ValueSource(strings = {"F.riddle(x)", "x.riddle()", "y", "x.sum(riddle=1)", "torch.riddle",
      "F.pad(x, (1, 1), mode='circular')", "F.dropout(x)"})
  void whatIsUnknownIsUnsupported(String text) {
    assertThrows(UnsupportedOperationException.class, () -> evaluate(text));
  }
}
