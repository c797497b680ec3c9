/** Where the time of a computation goes, kernel by kernel. */
package org.vitrail.bench.profile;
