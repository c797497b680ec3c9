package org.vitrail.nn.parity.torch;

import static org.vitrail.nn.parity.torch.Library.functional;

import java.util.Arrays;
import java.util.List;
import org.vitrail.tensor.Tensor;

/** Attention and rotation. */
final class AttentionTable {
  private AttentionTable() {}

  static void define() {
    functional("scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False,"
        + " scale=None, enable_gqa=False)", a -> {
      a.require(a.number("dropout_p") == 0, "random numbers");
      var q = a.tensor("query");
      double scale = a.isNone("scale") ? 1 / Math.sqrt(q.dim(-1)) : a.number("scale");
      var y = withHeads(q).attention(withHeads(a.tensor("key")), withHeads(a.tensor("value")),
          a.tensorOrNull("attn_mask"), a.flag("is_causal"), scale);
      return y.reshape(q.shape().with(-1, y.dim(-1)));
    });
    functional("multi_head_attention_forward(query, key, value, embed_dim_to_check, num_heads, in_proj_weight,"
        + " in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True,"
        + " key_padding_mask=None, need_weights=True, attn_mask=None)", AttentionTable::multiHead);
    Library.name("rope", new Function("rope(x, cos, sin, interleaved)",
        a -> a.tensor("x").rotary(a.tensor("cos"), a.tensor("sin"), a.flag("interleaved"))));
  }

  private static Tensor withHeads(Tensor x) {
    while (x.rank() < 4) x = x.unsqueeze(0);
    return x;
  }

  /** Sequences stand first: query (queries, batch, width); the maps to queries, keys and values are one matrix. */
  private static List<Tensor> multiHead(Arguments a) {
    a.require(a.isNone("bias_k") && a.isNone("bias_v") && !a.flag("add_zero_attn"), "further keys");
    a.require(!a.flag("training") || a.number("dropout_p") == 0, "random numbers");
    a.require(a.isNone("key_padding_mask") && a.isNone("attn_mask"), "masks");
    a.require(!a.flag("need_weights"), "weights as a result");
    int heads = a.integer("num_heads");
    var w = a.tensor("in_proj_weight").chunk(0, 3);
    var b = a.isNone("in_proj_bias") ? Arrays.asList(new Tensor[3]) : a.tensor("in_proj_bias").chunk(0, 3);
    var q = heads(a.tensor("query").linear(w.get(0), b.get(0)), heads);
    var k = heads(a.tensor("key").linear(w.get(1), b.get(1)), heads);
    var v = heads(a.tensor("value").linear(w.get(2), b.get(2)), heads);
    var y = q.attention(k, v).permute(2, 0, 1, 3).flatten(-2, -1);               // (queries, batch, width)
    return Arrays.asList(y.linear(a.tensor("out_proj_weight"), a.tensorOrNull("out_proj_bias")), null);
  }

  /** (positions, batch, width) as (batch, heads, positions, width/heads). */
  private static Tensor heads(Tensor x, int heads) {
    return x.unflatten(-1, heads, -1).permute(1, 2, 0, 3);
  }
}
