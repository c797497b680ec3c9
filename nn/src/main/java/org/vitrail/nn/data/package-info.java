/** Examples, batches and the threads that prepare them. */
package org.vitrail.nn.data;
