/** Commands that prove: models against their reference, experiments against a known outcome. */
package org.vitrail.cli.proof;
