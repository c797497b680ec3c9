/** What the machine can do at most: operations a second and bytes a second. */
package org.vitrail.bench.limit;
