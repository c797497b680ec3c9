package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vitrail.nn.loss.BinaryCrossEntropy;
import org.vitrail.nn.loss.Contrastive;
import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.nn.loss.Divergence;
import org.vitrail.nn.loss.Margin;
import org.vitrail.nn.loss.Reduction;
import org.vitrail.nn.loss.Regression;
import org.vitrail.tensor.Tensor;

/** Losses of torch.nn.functional, and those of open_clip. */
final class LossTable {
  private static final String OLD = "size_average=None, reduce=None, ";

  private LossTable() {}

  static void define() {
    functional("cross_entropy(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None,"
        + " reduction='mean', label_smoothing=0.0)", a -> {
      var loss = crossEntropy(a).withSmoothing(a.number("label_smoothing"));
      var t = a.tensor("target");
      return loss.of(classesLast(a.tensor("input")), t.dtype().isReal() ? classesLast(t) : t);
    });
    functional("nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None,"
        + " reduction='mean')", a -> crossEntropy(a).ofLog(classesLast(a.tensor("input")), a.tensor("target")));
    functional("binary_cross_entropy_with_logits(input, target, weight=None, " + OLD + "reduction='mean',"
        + " pos_weight=None)", a -> new BinaryCrossEntropy(a.tensorOrNull("weight"), a.tensorOrNull("pos_weight"),
            reduction(a)).of(a.tensor("input"), a.tensor("target")));
    functional("mse_loss(input, target, " + OLD + "reduction='mean')",
        a -> Regression.mse(a.tensor("input"), a.tensor("target"), reduction(a)));
    functional("l1_loss(input, target, " + OLD + "reduction='mean')",
        a -> Regression.l1(a.tensor("input"), a.tensor("target"), reduction(a)));
    functional("smooth_l1_loss(input, target, " + OLD + "reduction='mean', beta=1.0)",
        a -> Regression.smoothL1(a.tensor("input"), a.tensor("target"), a.number("beta"), reduction(a)));
    functional("huber_loss(input, target, reduction='mean', delta=1.0)",
        a -> Regression.huber(a.tensor("input"), a.tensor("target"), a.number("delta"), reduction(a)));
    functional("kl_div(input, target, " + OLD + "reduction='mean', log_target=False)", a -> a.flag("log_target")
        ? Divergence.klOfLog(a.tensor("input"), a.tensor("target"), reduction(a))
        : Divergence.kl(a.tensor("input"), a.tensor("target"), reduction(a)));
    margins();
    openClip();
  }

  private static void margins() {
    functional("margin_ranking_loss(input1, input2, target, margin=0.0, " + OLD + "reduction='mean')",
        a -> Margin.ranking(a.tensor("input1"), a.tensor("input2"), a.tensor("target"), a.number("margin"),
            reduction(a)));
    functional("triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-6, swap=False, " + OLD
        + "reduction='mean')", a -> {
      a.require(a.number("eps") == 1e-6, "another eps");
      return Margin.triplet(a.tensor("anchor"), a.tensor("positive"), a.tensor("negative"), a.number("margin"),
          a.number("p"), a.flag("swap"), reduction(a));
    });
    functional("cosine_embedding_loss(input1, input2, target, margin=0.0, " + OLD + "reduction='mean')",
        a -> Margin.cosine(a.tensor("input1"), a.tensor("input2"), a.tensor("target"), a.number("margin"),
            reduction(a)));
  }

  private static CrossEntropy crossEntropy(Arguments a) {
    return new CrossEntropy(a.tensorOrNull("weight"), a.integer("ignore_index"), 0, reduction(a));
  }

  /** The reference has (n, classes, …), and (classes) for one example. */
  private static Tensor classesLast(Tensor x) {
    if (x.rank() < 3) return x;
    return x.permute(IntStream.range(0, x.rank()).map(i -> i == 0 ? 0 : i == x.rank() - 1 ? 1 : i + 1).toArray());
  }

  private static Reduction reduction(Arguments a) {
    return switch (a.text("reduction")) {
      case "mean" -> Reduction.MEAN;
      case "sum" -> Reduction.SUM;
      case "batchmean" -> Reduction.BATCH_MEAN;
      case "none" -> Reduction.NONE;
      default -> throw new IllegalArgumentException("there is no reduction '" + a.text("reduction") + "'");
    };
  }

  private static void openClip() {
    var clip = new Function("ClipLoss()", settings -> new Function(
        "ClipLoss(image_features, text_features, logit_scale)", a -> Contrastive.clip(a.tensor("image_features"),
            a.tensor("text_features"), a.tensor("logit_scale"))));
    var siglip = new Function("SigLipLoss()", settings -> new Function(
        "SigLipLoss(image_features, text_features, logit_scale, logit_bias)", a -> Contrastive.siglip(
            a.tensor("image_features"), a.tensor("text_features"), a.tensor("logit_scale"), a.tensor("logit_bias"))));
    var coca = new Function("CoCaLoss(caption_loss_weight, clip_loss_weight, pad_id=0)", settings -> new Function(
        "CoCaLoss(image_features, text_features, logits, labels, logit_scale)", a -> pair(Contrastive.coca(
            a.tensor("image_features"), a.tensor("text_features"), a.tensor("logit_scale"),
            settings.number("clip_loss_weight"), a.tensor("logits"), a.tensor("labels"), settings.integer("pad_id"),
            settings.number("caption_loss_weight")))));
    var distill = new Function("DistillClipLoss()", settings -> new Function("DistillClipLoss(image_features,"
        + " text_features, logit_scale, dist_image_features, dist_text_features, dist_logit_scale)", a -> pair(
            Contrastive.distilled(a.tensor("image_features"), a.tensor("text_features"), a.tensor("logit_scale"),
                a.tensor("dist_image_features"), a.tensor("dist_text_features"), a.tensor("dist_logit_scale")))));
    Map<String, Object> losses =
        Map.of("ClipLoss", clip, "SigLipLoss", siglip, "CoCaLoss", coca, "DistillClipLoss", distill);
    var loss = new Module("open_clip.loss", losses, null);
    Library.name("open_clip", new Module("open_clip", Map.of("loss", loss), losses));
  }

  private static List<Tensor> pair(Contrastive.Two losses) {
    return List.of(losses.contrastive(), losses.other());
  }
}
