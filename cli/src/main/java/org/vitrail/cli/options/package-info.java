/** Flags that many commands have, and settings that stand in a file. */
package org.vitrail.cli.options;
