/** n-d arrays, views and their operations. */
package org.vitrail.tensor;
