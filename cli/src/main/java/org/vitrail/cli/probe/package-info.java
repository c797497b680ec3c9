/** What a model of pictures and texts is asked, and the report on its answers. */
package org.vitrail.cli.probe;
