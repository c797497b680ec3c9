package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;

import java.util.List;
import org.vitrail.kernels.conv.Window;
import org.vitrail.tensor.Interpolation;
import org.vitrail.tensor.Tensor;

/** Convolution, pooling and resizing. */
final class ImageTable {
  private ImageTable() {}

  static void define() {
    functional("conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)", a -> a.tensor("input")
        .conv1d(a.tensor("weight"), a.tensorOrNull("bias"), single(a, "stride"), single(a, "padding"),
            single(a, "dilation"), a.integer("groups")));
    functional("conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)", a -> a.tensor("input")
        .conv2d(a.tensor("weight"), a.tensorOrNull("bias"), kernelOf(a)));
    functional("conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1,"
        + " dilation=1)", a -> {
      var more = a.pair("output_padding");
      return a.tensor("input")
          .convTranspose2d(a.tensor("weight"), a.tensorOrNull("bias"), kernelOf(a), more[0], more[1]);
    });
    functional("max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,"
        + " return_indices=False)", a -> {
      a.require(!a.flag("return_indices"), "return_indices");
      return a.tensor("input").maxPool2d(pooling(a).withDilation(a.pair("dilation")[0], a.pair("dilation")[1]),
          a.flag("ceil_mode"));
    });
    functional("avg_pool2d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True,"
        + " divisor_override=None)", a -> {
      a.require(a.isNone("divisor_override"), "divisor_override");
      return a.tensor("input").avgPool2d(pooling(a), a.flag("ceil_mode"), a.flag("count_include_pad"));
    });
    functional("adaptive_avg_pool2d(input, output_size)", a -> {
      var size = a.pair("output_size");
      return a.tensor("input").adaptiveAvgPool2d(size[0], size[1]);
    });
    functional("interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None,"
        + " recompute_scale_factor=None, antialias=False)", ImageTable::interpolate);
    functional("grid_sample(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None)", a -> {
      a.require(a.text("mode").equals("bilinear"), "mode '" + a.text("mode") + "'");
      a.require(a.text("padding_mode").equals("zeros"), "padding_mode '" + a.text("padding_mode") + "'");
      return a.tensor("input").gridSample(a.tensor("grid"), a.flag("align_corners"));
    });
  }

  private static int single(Arguments a, String name) {
    return a.integers(name)[0];
  }

  private static Window kernelOf(Arguments a) {
    var w = a.tensor("weight");
    return window(a, w.dim(-2), w.dim(-1)).withGroups(a.integer("groups"));
  }

  /** A window with the stride, padding and dilation of a call. */
  static Window window(Arguments a, int kernelY, int kernelX) {
    var stride = a.pair("stride");
    var dilation = a.pair("dilation");
    var window = Window.of(kernelY, kernelX).withStride(stride[0], stride[1]).withDilation(dilation[0], dilation[1]);
    if (!(a.get("padding") instanceof String how)) return window.withPad(a.pair("padding")[0], a.pair("padding")[1]);
    if (how.equals("valid")) return window;
    int rows = dilation[0] * (kernelY - 1);
    int columns = dilation[1] * (kernelX - 1);
    a.require(how.equals("same") && rows % 2 == 0 && columns % 2 == 0, "padding '" + how + "' of an even kernel");
    return window.withPad(rows / 2, columns / 2);
  }

  private static Window pooling(Arguments a) {
    var kernel = a.pair("kernel_size");
    var stride = a.isNone("stride") ? kernel : a.pair("stride");
    var pad = a.pair("padding");
    return Window.of(kernel[0], kernel[1]).withStride(stride[0], stride[1]).withPad(pad[0], pad[1]);
  }

  private static Tensor interpolate(Arguments a) {
    var how = switch (a.text("mode")) {
      case "nearest" -> Interpolation.NEAREST;
      case "bilinear" -> Interpolation.BILINEAR;
      case "bicubic" -> Interpolation.BICUBIC;
      case "area" -> Interpolation.AREA;
      default -> throw new UnsupportedOperationException("interpolate has no mode '" + a.text("mode") + "' here");
    };
    if (a.flag("align_corners")) how = how.withAlignedCorners();
    if (a.flag("antialias")) how = how.withAntialias();
    var x = a.tensor("input");
    a.require(x.rank() == 4, "an input of " + x.rank() + " axes");
    if (!a.isNone("size")) return x.interpolate(how, a.pair("size")[0], a.pair("size")[1]);
    var factors = a.get("scale_factor") instanceof List<?> two ? two : List.of(a.get("scale_factor"));
    return x.interpolate(how, Values.number(factors.getFirst()), Values.number(factors.getLast()),
        a.flag("recompute_scale_factor"));
  }
}
