/** Texts that can only be what a regular expression or a JSON schema allows. */
package org.vitrail.llm.generate.constrain;
