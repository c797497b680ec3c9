package org.vitrail.llm.parity;

import java.util.Map;
import java.util.Set;
import org.vitrail.llm.bert.Bert;
import org.vitrail.llm.bert.HfBert;
import org.vitrail.nn.ConfigReader;
import org.vitrail.nn.Init;
import org.vitrail.nn.WeightMap;
import org.vitrail.nn.loss.CrossEntropy;
import org.vitrail.nn.parity.ModelCase;
import org.vitrail.tensor.Tensor;

/** The encoders of transformers, bare or with their heads. */
public final class BertCases implements ModelCase {
  private record Rebuilt(Bert bert, WeightMap weights) implements Model {

    @Override public Map<String, Tensor> forward(Map<String, Tensor> inputs) {
      var states = bert.hiddenStates(
          inputs.get("input_ids"), inputs.get("attention_mask"), inputs.get("token_type_ids"));
      var outputs = DecoderCases.states(states);
      var last = states.getLast();
      outputs.put("last_hidden_state", last);
      if (bert.pooler() != null) outputs.put("pooler_output", bert.pool(last));
      if (bert.wordHead() != null) putWords(outputs, bert.scoreWords(last), inputs.get("labels"));
      if (bert.next() != null) {
        putNext(outputs, bert.scoreNext(outputs.get("pooler_output")), inputs.get("next_sentence_label"));
      }
      return outputs;
    }

    private static void putWords(Map<String, Tensor> outputs, Tensor logits, Tensor labels) {
      outputs.put("logits", logits);
      outputs.put("prediction_logits", logits);
      if (labels != null) outputs.put("loss", CrossEntropy.MEAN.of(logits, labels));
    }

    private static void putNext(Map<String, Tensor> outputs, Tensor logits, Tensor labels) {
      outputs.put("seq_relationship_logits", logits);
      if (labels != null) outputs.merge("loss", CrossEntropy.MEAN.of(logits, labels), Tensor::add);
    }
  }

  @Override public Set<String> classes() {
    return Set.of("BertModel", "BertForMaskedLM", "BertForPreTraining", "RobertaModel", "RobertaForMaskedLM",
        "DistilBertModel", "DistilBertForMaskedLM");
  }

  @Override public Model build(String className, Setup setup) {
    var json = new ConfigReader(setup.config());
    var stored = setup.stored().keySet();
    var bert = Bert.of(HfBert.config(json, stored), Init.of(0));
    return new Rebuilt(bert, HfBert.weights(bert, json, stored));
  }
}
