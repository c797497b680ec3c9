/**
 * The command line: {@link org.vitrail.cli.Main} and the commands that lead to several rooms. Each room is a package
 * with the commands of one kind; {@code console}, {@code options}, {@code train} and {@code report} are what they
 * share.
 */
package org.vitrail.cli;
