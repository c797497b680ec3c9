/** Inference: decoders that read weights as files store them, with a cache of keys and values and without garbage. */
package org.vitrail.llm.engine;
