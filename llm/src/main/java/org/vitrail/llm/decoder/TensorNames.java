package org.vitrail.llm.decoder;

/**
 * What the files of a family call the tensors of a decoder. Names of a layer's tensors follow {@code block}, in which
 * {@code {}} stands for the number of the layer. Each is the name of a map or norm, to which {@code .weight} and
 * {@code .bias} are added; null where a family has none.
 *
 * @param packed queries, keys and values in one map; null where {@code query}, {@code key} and {@code value} are apart
 * @param gate null where the MLP is not gated
 * @param transposed whether maps are stored (in, out), as GPT-2 does
 */
public record TensorNames(String tokens, String positions, String norm, String head, String block,
    String attentionNorm, String packed, String query, String key, String value, String queryNorm, String keyNorm,
    String attentionOut, String afterAttention, String mlpNorm, String gate, String up, String down, String afterMlp,
    boolean transposed) {

  /** Hugging Face: Llama, Mistral, Qwen 2, Qwen 3 and Gemma. */
  public static final TensorNames LLAMA = new TensorNames("model.embed_tokens", null, "model.norm", "lm_head",
      "model.layers.{}.", "input_layernorm", null, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
      "self_attn.q_norm", "self_attn.k_norm", "self_attn.o_proj", null, "post_attention_layernorm", "mlp.gate_proj",
      "mlp.up_proj", "mlp.down_proj", null, false);

  /** Hugging Face: Gemma 3, whose {@code post_attention_layernorm} is another one. */
  public static final TensorNames GEMMA3 = new TensorNames("model.embed_tokens", null, "model.norm", "lm_head",
      "model.layers.{}.", "input_layernorm", null, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
      "self_attn.q_norm", "self_attn.k_norm", "self_attn.o_proj", "post_attention_layernorm",
      "pre_feedforward_layernorm", "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj", "post_feedforward_layernorm",
      false);

  /** Hugging Face: a Chameleon whose norms come after attention and MLP. */
  public static final TensorNames CHAMELEON_SWIN = new TensorNames("model.embed_tokens", null, "model.norm", "lm_head",
      "model.layers.{}.", null, null, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.q_norm",
      "self_attn.k_norm", "self_attn.o_proj", "input_layernorm", null, "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj",
      "post_attention_layernorm", false);

  /** CM3Leon, for which there is no public file: nothing is learned in its norms. */
  public static final TensorNames CM3LEON = new TensorNames("embed_tokens", "pos_embed", null, null, "layers.{}.", null,
      null, "attn.q", "attn.k", "attn.v", null, null, "attn.o", null, null, null, "mlp.fc1", "mlp.fc2", null, false);

  /** Hugging Face: GPT-2 and ImageGPT. */
  public static final TensorNames GPT2 = new TensorNames("transformer.wte", "transformer.wpe", "transformer.ln_f",
      "lm_head", "transformer.h.{}.", "ln_1", "attn.c_attn", null, null, null, null, null, "attn.c_proj", null, "ln_2",
      null, "mlp.c_fc", "mlp.c_proj", null, true);

  /** minGPT (github.com/karpathy/minGPT): GPT-2's names, maps stored (out, in). */
  public static final TensorNames MIN_GPT = new TensorNames("transformer.wte", "transformer.wpe", "transformer.ln_f",
      "lm_head", "transformer.h.{}.", "ln_1", "attn.c_attn", null, null, null, null, null, "attn.c_proj", null, "ln_2",
      null, "mlp.c_fc", "mlp.c_proj", null, false);

  /** GGUF, all architectures. */
  public static final TensorNames GGUF = new TensorNames("token_embd", "position_embd", "output_norm", "output",
      "blk.{}.", "attn_norm", "attn_qkv", "attn_q", "attn_k", "attn_v", "attn_q_norm", "attn_k_norm", "attn_output",
      "post_attention_norm", "ffn_norm", "ffn_gate", "ffn_up", "ffn_down", "post_ffw_norm", false);

  /** These names where the file holds the bare model: without {@code prefix}, as in files of {@code GPT2Model}. */
  public TensorNames without(String prefix) {
    return new TensorNames(cut(prefix, tokens), cut(prefix, positions), cut(prefix, norm), head, cut(prefix, block),
        attentionNorm, packed, query, key, value, queryNorm, keyNorm, attentionOut, afterAttention, mlpNorm, gate, up,
        down, afterMlp, transposed);
  }

  private static String cut(String prefix, String name) {
    return name != null && name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /** The name of a tensor of layer {@code i}, such as {@code model.layers.3.mlp.up_proj}. */
  public String inLayer(int i, String name) {
    return block.replace("{}", Integer.toString(i)) + name;
  }
}
