/** Writing with a language model: {@link org.vitrail.llm.generate.Generation} is where to begin. */
package org.vitrail.llm.generate;
