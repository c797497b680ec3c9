/** T5: text in, text out. */
package org.vitrail.llm.t5;
