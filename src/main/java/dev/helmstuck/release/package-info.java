/** Helm's data as values: revisions, their status, and the bounded decoding of an untrusted release record. */
package dev.helmstuck.release;
