/** Language models: decoders and encoders, tokenizers, generation and training. */
module org.vitrail.llm {
  requires transitive org.vitrail.nn;
  requires com.fasterxml.jackson.core;
  requires java.net.http;

  exports org.vitrail.llm.bert;
  exports org.vitrail.llm.chat;
  exports org.vitrail.llm.checkpoint;
  exports org.vitrail.llm.decoder;
  exports org.vitrail.llm.engine;
  exports org.vitrail.llm.generate;
  exports org.vitrail.llm.generate.constrain;
  exports org.vitrail.llm.generate.sample;
  exports org.vitrail.llm.t5;
  exports org.vitrail.llm.token;
  exports org.vitrail.llm.train;

  provides org.vitrail.nn.parity.ModelCase with
      org.vitrail.llm.parity.BertCases,
      org.vitrail.llm.parity.DecoderCases,
      org.vitrail.llm.parity.T5Cases;
  provides org.vitrail.nn.parity.SetCase with
      org.vitrail.llm.parity.CheckpointsSet,
      org.vitrail.llm.parity.GenerateCases,
      org.vitrail.llm.parity.GgufLlamaSet,
      org.vitrail.llm.parity.TokenizersSet;
}
