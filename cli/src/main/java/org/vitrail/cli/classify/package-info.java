/** Classifiers of pictures: the flags that make and train one, their report, and predictions. */
package org.vitrail.cli.classify;
