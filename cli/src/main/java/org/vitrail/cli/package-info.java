/** The command line. */
package org.vitrail.cli;
