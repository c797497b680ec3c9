/**
 * Tokenizers: {@link org.vitrail.llm.token.Tokenizers#open} reads any of the usual files. Each is a chain: added tokens
 * are found, text between them is normalised, split into words, and each word becomes tokens of a model (byte pairs,
 * unigram, word pieces).
 */
package org.vitrail.llm.token;
