/** What all trainings share: the run and its folder, its flags, its tokenizer, what is shown of it. */
package org.vitrail.cli.train;
