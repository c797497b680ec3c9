package org.vitrail.llm.decoder;

import org.vitrail.tensor.Tensor;

/**
 * What a layer's attention is told beside its input.
 *
 * @param mask broadcasts to (B, heads, T, T), 1 where a query may see a key; or null
 * @param causal whether the future is hidden beside what the mask hides
 * @param cos of the rotary angles, broadcasts to (B, T, heads, D/2); null where nothing turns
 * @param sin as {@code cos}
 */
record Sight(Tensor mask, boolean causal, Tensor cos, Tensor sin) {}
