/** Files of models and vocabularies: what they hold, in fewer bits, and the tokens of a text. */
package org.vitrail.cli.file;
