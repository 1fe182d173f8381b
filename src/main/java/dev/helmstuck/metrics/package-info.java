/** What is counted for Prometheus, and the page that it reads. */
package dev.helmstuck.metrics;
