/** Models of pictures and texts in one space: training them, labels of your own, embedding, search. */
package org.vitrail.cli.contrastive;
