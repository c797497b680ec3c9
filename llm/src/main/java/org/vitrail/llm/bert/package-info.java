/** Encoders that restore masked words: BERT and its kin. */
package org.vitrail.llm.bert;
