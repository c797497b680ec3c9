package org.vitrail.vit;

import org.vitrail.nn.Activation;
import org.vitrail.nn.Block;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.LayerNorm;
import org.vitrail.nn.Mlp;
import org.vitrail.nn.WeightMap;

/** {@link Vit} in the layout of timm's {@code VisionTransformer}. */
public final class TimmVit {
  private TimmVit() {}

  /** The configuration in the arguments of timm's class. */
  public static Vit.Config config(ConfigReader json) {
    int width = json.integer("embed_dim", 768);
    var block = new Block.Config(width, json.integer("num_heads", 12), (int) (width * json.number("mlp_ratio", 4)), 1e-6,
        Activation.GELU, false, json.flag("qkv_bias", true), json.flag("qk_norm", false), json.number("init_values", 0),
        json.number("proj_drop_rate", 0), json.number("drop_path_rate", 0), false);
    var size = json.size("img_size", 224);
    boolean classToken = json.flag("class_token", true);
    int registers = json.integer("reg_tokens", 0);
    int positioned = json.flag("no_embed_class", false) ? 0 : (classToken ? 1 : 0) + registers;
    var pooling = switch (json.text("global_pool", "token")) {
      case "token" -> Vit.Pooling.CLASS;
      case "avg" -> Vit.Pooling.MEAN;
      case "map" -> Vit.Pooling.ATTENTION;
      case "" -> Vit.Pooling.NONE;
      case String other -> throw new IllegalArgumentException("global_pool '" + other + "' is not token, avg or map");
    };
    boolean normAfterPooling = json.flag("fc_norm", pooling == Vit.Pooling.MEAN);
    return new Vit.Config(new Vit.Input(size[0], size[1], json.integer("in_chans", 3), json.integer("patch_size", 16)),
        new Vit.Tokens(classToken, registers, false, positioned, true), json.integer("depth", 12), block,
        new Vit.Head(pooling, normAfterPooling, false, json.integer("num_classes", 1000)));
  }

  /** Where the checkpoint keeps the parameters. */
  public static WeightMap weights(Vit vit) {
    var map = new WeightMap()
        .put("cls_token", vit.classToken())
        .put("reg_token", vit.registers())
        .put("pos_embed", vit.positions().table())
        .put("patch_embed.proj.weight", vit.patches().weight())
        .put("patch_embed.proj.bias", vit.patches().bias());
    for (int i = 0; i < vit.blocks().size(); i++) putBlock(map, "blocks." + i + ".", vit.blocks().get(i));
    if (vit.attentionPool() != null) putPool(map, vit.attentionPool());
    return map.put("norm", vit.norm()).put("fc_norm", vit.headNorm()).put("head", vit.head());
  }

  private static void putBlock(WeightMap map, String name, Block block) {
    var attention = block.attention();
    var mlp = (Mlp) block.mlp();
    map.put(name + "norm1", (LayerNorm) block.norm1())
        .put(name + "attn.qkv", attention.qkv())
        .put(name + "attn.q_norm", (LayerNorm) attention.qNorm())
        .put(name + "attn.k_norm", (LayerNorm) attention.kNorm())
        .put(name + "attn.proj", attention.out())
        .put(name + "norm2", (LayerNorm) block.norm2())
        .put(name + "mlp.fc1", mlp.fc1())
        .put(name + "mlp.fc2", mlp.fc2());
    if (block.scale1() != null) {
      map.put(name + "ls1.gamma", block.scale1().weight()).put(name + "ls2.gamma", block.scale2().weight());
    }
  }

  private static void putPool(WeightMap map, AttentionPool pool) {
    map.put("attn_pool.latent", pool.query())
        .put("attn_pool.q", pool.attention().query())
        .put("attn_pool.kv", pool.attention().keyValue())
        .put("attn_pool.proj", pool.attention().out())
        .put("attn_pool.norm", pool.norm())
        .put("attn_pool.mlp.fc1", pool.mlp().fc1())
        .put("attn_pool.mlp.fc2", pool.mlp().fc2());
  }
}
