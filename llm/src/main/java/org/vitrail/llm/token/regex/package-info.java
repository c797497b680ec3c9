/** Regular expressions in linear time, by automata, with Unicode's properties as the reference tokenizers see them. */
package org.vitrail.llm.token.regex;
