/** The report on a run: one HTML file that holds all it shows, made to be opened, read and kept. */
package org.vitrail.cli.report;
