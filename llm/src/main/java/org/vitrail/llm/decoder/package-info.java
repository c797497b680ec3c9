/** Decoder-only language models: GPT-2, Llama, Mistral, Qwen, Gemma and ImageGPT as one decoder in numbers. */
package org.vitrail.llm.decoder;
