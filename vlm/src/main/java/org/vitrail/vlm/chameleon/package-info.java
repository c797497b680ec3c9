/** Chameleon (Chameleon Team 2024, arXiv 2405.09818) as Hugging Face's files hold it. */
package org.vitrail.vlm.chameleon;
