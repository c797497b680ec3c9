/** What a machine can compute on, and how to get the best out of it. */
package org.vitrail.cli.device;
