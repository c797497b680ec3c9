/** Files of language models: where a model is found, what it is stored in, and turning one into another. */
package org.vitrail.llm.checkpoint;
