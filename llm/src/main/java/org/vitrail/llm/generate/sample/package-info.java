/** From the scores of all tokens to the one that is chosen. */
package org.vitrail.llm.generate.sample;
