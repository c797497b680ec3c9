package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;
import static org.vitrail.nn.parity.torch.Library.method;
import static org.vitrail.nn.parity.torch.Library.torch;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.kernels.DType;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Shape;
import org.vitrail.tensor.Shaping;
import org.vitrail.tensor.Tensor;
import org.vitrail.tensor.ops.Copy;

/** Other shapes of the same elements, new tensors, and windows. */
final class ShapingTable {
  private ShapingTable() {}

  static void define() {
    views();
    parts();
    fresh();
    windows();
  }

  private static void views() {
    method("reshape(input, *shape)", a -> a.tensor("input").reshape(a.integers("shape")));
    method("view(input, *shape)", a -> a.tensor("input").reshape(a.integers("shape")));
    method("flatten(input, start_dim=0, end_dim=-1)", a -> a.tensor("input").rank() == 0 ? a.tensor("input").reshape(1)
        : a.tensor("input").flatten(a.integer("start_dim"), a.integer("end_dim")));
    method("unflatten(input, dim, sizes)", a -> a.tensor("input").unflatten(a.integer("dim"), a.integers("sizes")));
    method("permute(input, *dims)", a -> a.tensor("input").permute(a.integers("dims")));
    method("transpose(input, dim0, dim1)", a -> a.tensor("input").transpose(a.integer("dim0"), a.integer("dim1")));
    method("swapaxes(input, axis0, axis1)", a -> a.tensor("input").transpose(a.integer("axis0"), a.integer("axis1")));
    method("t(input)", a -> a.tensor("input").rank() < 2 ? a.tensor("input") : a.tensor("input").t());
    method("expand(input, *size)", a -> a.tensor("input").expand(a.integers("size")));
    method("expand_as(input, other)", a -> a.tensor("input").expand(a.tensor("other").shape()));
    method("broadcast_to(input, shape)", a -> a.tensor("input").expand(a.integers("shape")));
    method("unsqueeze(input, dim)", a -> a.tensor("input").unsqueeze(a.integer("dim")));
    method("squeeze(input, dim=None)", ShapingTable::squeeze);
    method("contiguous(input)", a -> a.tensor("input").contiguous());
    method("clone(input)", a -> Tensor.of(new Copy(a.tensor("input"), a.tensor("input").dtype())));
    method("detach(input)", a -> a.get("input") instanceof Mask mask ? mask : a.tensor("input").detach());
    method("numel(input)", a -> (long) a.tensor("input").size());
    method("dim(input)", a -> (long) a.tensor("input").rank());
    method("size(input, dim=None)", a -> a.isNone("dim") ? Values.shape(a.tensor("input"))
        : (Object) (long) a.tensor("input").dim(a.integer("dim")));
    method("flip(input, *dims)", a -> a.integers("dims").length == 0 ? a.tensor("input")
        : a.tensor("input").flip(a.integers("dims")));
  }

  private static Tensor squeeze(Arguments a) {
    var x = a.tensor("input");
    var axes = a.isNone("dim") ? x.shape().axes() : x.shape().axes(a.integers("dim"));
    var gone = IntStream.of(axes).filter(axis -> x.dim(axis) == 1).toArray();
    return gone.length == 0 ? x : x.reshape(x.shape().without(gone));
  }

  private static void parts() {
    method("split(input, split_size_or_sections, dim=0)", ShapingTable::split);
    method("chunk(input, chunks, dim=0)", a -> a.tensor("input").chunk(a.integer("dim"), a.integer("chunks")));
    method("unbind(input, dim=0)", a -> a.tensor("input").unbind(a.integer("dim")));
    method("select(input, dim, index)", a -> a.tensor("input").select(a.integer("dim"), a.integer("index")));
    method("narrow(input, dim, start, length)", a -> a.tensor("input")
        .slice(a.integer("dim"), a.integer("start"), a.integer("start") + a.integer("length")));
    method("diagonal(input, offset=0, dim1=0, dim2=1)", a -> {
      a.require(a.integer("offset") == 0, "offset");
      return a.tensor("input").diagonal(a.integer("dim1"), a.integer("dim2"));
    });
    method("tril(input, diagonal=0)", a -> a.tensor("input").tril(a.integer("diagonal")));
    method("triu(input, diagonal=0)", a -> a.tensor("input").triu(a.integer("diagonal")));
    method("repeat(input, *repeats)", a -> a.tensor("input").repeat(a.integers("repeats")));
    method("tile(input, *dims)", a -> tile(a.tensor("input"), a.integers("dims")));
    method("repeat_interleave(input, repeats, dim=None)", a -> a.isNone("dim")
        ? a.tensor("input").reshape(-1).repeatInterleave(0, a.integer("repeats"))
        : a.tensor("input").repeatInterleave(a.integer("dim"), a.integer("repeats")));
    method("roll(input, shifts, dims=None)", ShapingTable::roll);
    torch("cat(tensors, dim=0)", a -> Shaping.cat(a.integer("dim"), a.tensors("tensors")));
    torch("concat(tensors, dim=0)", a -> Shaping.cat(a.integer("dim"), a.tensors("tensors")));
    torch("stack(tensors, dim=0)", a -> Shaping.stack(a.integer("dim"), a.tensors("tensors")));
    functional("pad(input, pad, mode='constant', value=None)", ShapingTable::pad);
  }

  private static Tensor tile(Tensor x, int[] times) {
    var all = new int[Math.max(x.rank(), times.length)];
    Arrays.fill(all, 1);
    System.arraycopy(times, 0, all, all.length - times.length, times.length);
    return x.repeat(all);
  }

  private static List<Tensor> split(Arguments a) {
    var x = a.tensor("input");
    int axis = a.integer("dim");
    if (a.get("split_size_or_sections") instanceof List<?>) return x.split(axis, a.integers("split_size_or_sections"));
    int each = a.integer("split_size_or_sections");
    int n = x.dim(axis);
    return IntStream.range(0, Math.max(1, Math.ceilDiv(n, each)))
        .mapToObj(i -> x.slice(axis, i * each, Math.min(n, (i + 1) * each))).toList();
  }

  private static Tensor roll(Arguments a) {
    var x = a.tensor("input");
    var shifts = a.integers("shifts");
    if (a.isNone("dims")) return x.reshape(-1).roll(0, shifts[0]).reshape(x.shape());
    var axes = a.integers("dims");
    for (int i = 0; i < axes.length; i++) x = x.roll(axes[i], shifts[i]);
    return x;
  }

  /** Pairs of widths, of the last axis first. */
  private static Tensor pad(Arguments a) {
    var x = a.tensor("input");
    var widths = a.integers("pad");
    double value = a.isNone("value") ? 0 : a.number("value");
    for (int i = 0; i < widths.length / 2; i++) {
      int axis = -1 - i;
      int before = widths[2 * i];
      int after = widths[2 * i + 1];
      x = switch (a.text("mode")) {
        case "constant" -> x.pad(axis, before, after, value);
        case "reflect" -> x.padReflect(axis, before, after);
        case "replicate" -> x.padReplicate(axis, before, after);
        default -> throw new UnsupportedOperationException("pad has no mode '" + a.text("mode") + "' here");
      };
    }
    return x;
  }

  private static void fresh() {
    torch("tensor(data)", a -> constant(a.get("data")));
    torch("arange(start, end=None, step=1)", ShapingTable::arange);
    torch("zeros(*size)", a -> Tensor.zeros(a.integers("size")));
    torch("ones(*size)", a -> Tensor.ones(a.integers("size")));
    torch("full(size, fill_value)", a -> Tensor.full(DType.F32, a.number("fill_value"), Shape.of(a.integers("size"))));
    torch("eye(n)", a -> Tensor.range(a.integer("n")).oneHot(a.integer("n")).to(DType.F32));
    torch("zeros_like(input)", a -> a.tensor("input").zerosLike());
    torch("ones_like(input)", a -> a.tensor("input").onesLike());
    torch("full_like(input, fill_value)", a -> a.tensor("input").fullLike(a.number("fill_value")));
  }

  private static Object constant(Object data) {
    return switch (data) {
      case Boolean b -> new Mask(Tensor.full(DType.I32, b ? 1 : 0, Shape.SCALAR));
      case Long n -> Tensor.full(DType.I32, n, Shape.SCALAR);
      case Double d -> Tensor.scalar(d);
      case List<?> list when list.isEmpty() -> Tensor.zeros(0);
      case List<?> list -> {
        var parts = list.stream().map(ShapingTable::constant).toList();
        boolean real = parts.stream().anyMatch(p -> Values.tensor(p).dtype().isReal());
        var stacked = Shaping.stack(0, parts.stream().map(Values::tensor).map(t -> real ? Values.real(t) : t).toList());
        yield parts.stream().allMatch(Mask.class::isInstance) ? new Mask(stacked) : stacked;
      }
      case null, default -> throw new UnsupportedOperationException("a tensor of " + Values.describe(data));
    };
  }

  private static Tensor arange(Arguments a) {
    boolean one = a.isNone("end");
    double start = one ? 0 : a.number("start");
    double end = one ? a.number("start") : a.number("end");
    double step = a.number("step");
    int n = (int) Math.max(0, Math.ceil((end - start) / step));
    boolean real = Stream.of("start", "end", "step").anyMatch(name -> a.get(name) instanceof Double);
    var values = real ? Tensor.range(n).to(DType.F32) : Tensor.range(n);
    return values.mul(step).add(start);
  }

  private static void windows() {
    functional("unfold(input, kernel_size, dilation=1, padding=0, stride=1)",
        a -> a.tensor("input").unfold(window(a, "kernel_size")));
    functional("fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1)", a -> {
      var size = a.pair("output_size");
      return a.tensor("input").fold(size[0], size[1], window(a, "kernel_size"));
    });
    method("pixel_shuffle(input, upscale_factor)", a -> a.tensor("input").pixelShuffle(a.integer("upscale_factor")));
    method("pixel_unshuffle(input, downscale_factor)",
        a -> a.tensor("input").pixelUnshuffle(a.integer("downscale_factor")));
  }

  private static Window window(Arguments a, String kernel) {
    var size = a.pair(kernel);
    return ImageTable.window(a, size[0], size[1]);
  }
}
