/** Pictures and texts in one space, for programs that are built with langchain4j. */
package org.vitrail.langchain4j;
