/** Language models beside their references. */
package org.vitrail.llm.parity;
