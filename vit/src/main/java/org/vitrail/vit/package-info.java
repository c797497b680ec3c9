/** Image models. */
package org.vitrail.vit;
