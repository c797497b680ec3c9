/** Pictures with captions: generated scenes, and files of a user. */
package org.vitrail.vlm.data;
