/** Models that read and write words and pictures: trained, captioning, imagining. */
package org.vitrail.cli.fusion;
