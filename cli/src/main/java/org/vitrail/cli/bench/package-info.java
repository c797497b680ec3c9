/** What {@code vitrail bench} measures, and how it tells it: on a terminal, in Markdown, JSON and a report. */
package org.vitrail.cli.bench;
