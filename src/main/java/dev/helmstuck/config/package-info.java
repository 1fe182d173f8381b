/** The environment and the targets file become typed settings; every problem of both is reported at once. */
package dev.helmstuck.config;
