/** Training language models, those that write and those that fill in masked words. */
package org.vitrail.cli.language;
