/** How fast a language model reads prompts and writes, beside the machine's limits. */
package org.vitrail.bench.llm;
