/** Raw compute on memory. Knows no tensor. */
package org.vitrail.kernels;
