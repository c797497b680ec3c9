package org.vitrail.vlm.clip;

import java.util.List;
import org.vitrail.nn.Block;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Linear;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.Scale;
import org.vitrail.nn.WeightMap;
import org.vitrail.tensor.Shape;
import org.vitrail.vit.ResNet.ConvNorm;
import org.vitrail.vit.Vit;
import org.vitrail.vlm.tower.MeanAttention;
import org.vitrail.vlm.tower.ResNetTower;
import org.vitrail.vlm.tower.TextTower;
import org.vitrail.vlm.tower.VitTower;

/**
 * Where files of OpenAI and open_clip keep the parameters of {@link Clip}. Names of open_clip's {@code CustomTextCLIP},
 * which has {@code text.} before those of the text tower, and of its training checkpoints, with {@code state_dict.} and
 * {@code module.} before all, are understood too.
 */
public final class OpenClip {
  private OpenClip() {}

  public static WeightMap weights(Clip clip) {
    var map = new WeightMap().rename(OpenClip::plain);
    putText(map, clip.text());
    switch (clip.image()) {
      case VitTower tower -> {
        putVit(map, tower.vit());
        putMatrix(map, "visual.proj", tower.projection());
      }
      case ResNetTower tower -> putResNet(map, tower);
    }
    return map.put("logit_scale", clip.logScale()).put("logit_bias", clip.bias());
  }

  /** A name without what stands before it in files of other kinds. */
  static String plain(String name) {
    return name.replaceFirst("^(state_dict\\.)?(module\\.)?(text\\.)?", "");
  }

  /** A text tower, under the names of models whose towers stand side by side. */
  public static void putText(WeightMap map, TextTower text) {
    map.put("positional_embedding", text.positions()).put("token_embedding.weight", text.tokens().weight());
    putBlocks(map, "transformer.resblocks.", text.blocks());
    map.put("ln_final", text.norm());
    if (text.config().projectionBias()) map.put("text_projection", text.projection());
    else putMatrix(map, "text_projection", text.projection());
  }

  /** A linear map without bias as a matrix (in, out). */
  private static void putMatrix(WeightMap map, String name, Linear linear) {
    if (linear != null) map.putTransposed(name, linear.weight());
  }

  /** A vision transformer without what follows it. */
  public static void putVit(WeightMap map, Vit vit) {
    var table = vit.positions().table();
    map.put("visual.class_embedding", vit.classToken(), Shape.of(table.dim(2)))
        .put("visual.positional_embedding", table, Shape.of(table.dim(1), table.dim(2)))
        .put("visual.conv1.weight", vit.patches().weight())
        .put("visual.ln_pre", vit.preNorm());
    putBlocks(map, "visual.transformer.resblocks.", vit.blocks());
    map.put("visual.ln_post", vit.norm() == null ? vit.headNorm() : vit.norm());
  }

  private static void putBlocks(WeightMap map, String name, List<Block> blocks) {
    for (int i = 0; i < blocks.size(); i++) putBlock(map, name + i + ".", blocks.get(i));
  }

  private static void putBlock(WeightMap map, String name, Block block) {
    var attention = block.attention();
    var mlp = (Mlp) block.mlp();
    map.put(name + "ln_1", (LayerNorm) block.norm1())
        .put(name + "attn.in_proj_weight", attention.qkv().weight())
        .put(name + "attn.in_proj_bias", attention.qkv().bias())
        .put(name + "attn.out_proj", attention.out());
    putScale(map, name + "ls_1", block.scale1());
    map.put(name + "ln_2", (LayerNorm) block.norm2())
        .put(name + "mlp.c_fc", mlp.fc1())
        .put(name + "mlp.c_proj", mlp.fc2());
    putScale(map, name + "ls_2", block.scale2());
  }

  private static void putScale(WeightMap map, String name, Scale scale) {
    if (scale != null) map.put(name + ".gamma", scale.weight());
  }

  private static void putResNet(WeightMap map, ResNetTower tower) {
    for (int i = 0; i < tower.stem().size(); i++) {
      put(map, "visual.conv" + (i + 1), "visual.bn" + (i + 1), tower.stem().get(i));
    }
    for (int s = 0; s < tower.stages().size(); s++) {
      var blocks = tower.stages().get(s);
      for (int b = 0; b < blocks.size(); b++) {
        var block = blocks.get(b);
        var name = "visual.layer" + (s + 1) + "." + b + ".";
        for (int i = 0; i < block.layers().size(); i++) {
          put(map, name + "conv" + (i + 1), name + "bn" + (i + 1), block.layers().get(i));
        }
        if (block.shortcut() != null) put(map, name + "downsample.0", name + "downsample.1", block.shortcut());
      }
    }
    putPool(map, "visual.attnpool.", tower.pool());
  }

  private static void put(WeightMap map, String convolution, String name, ConvNorm layer) {
    var norm = layer.norm();
    map.put(convolution + ".weight", layer.convolution().weight())
        .put(name + ".weight", norm.weight())
        .put(name + ".bias", norm.bias())
        .put(name + ".running_mean", norm.runningMean())
        .put(name + ".running_var", norm.runningVariance())
        .put(name + ".num_batches_tracked", norm.batches());
  }

  private static void putPool(WeightMap map, String name, MeanAttention pool) {
    map.put(name + "positional_embedding", pool.positions())
        .put(name + "q_proj", pool.attention().query())
        .putParts(pool.attention().keyValue(), name + "k_proj", name + "v_proj")
        .put(name + "c_proj", pool.attention().out());
  }
}
