/**
 * CM3Leon (Yu et al. 2023, arXiv 2309.02591): a model of words and pictures that fills gaps (CM3, Aghajanyan et al.
 * 2022, arXiv 2201.07520), reads documents that were looked up (RA-CM3, Yasunaga et al. 2022, arXiv 2211.12561) and
 * follows instructions.
 */
package org.vitrail.vlm.cm3;
