/** Language models learn from text files. */
package org.vitrail.llm.train;
