/** What every command speaks through: the terminal, progress, and one sentence for each complaint. */
package org.vitrail.cli.console;
