/** Letting a language model write and talk. */
package org.vitrail.cli.generate;
