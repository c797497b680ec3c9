/** Real pictures to train on that come with the library. */
package org.vitrail.vit.data;
