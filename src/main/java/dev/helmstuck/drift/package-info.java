/** What Helm believes after the delete, and what the next dry run will therefore show. */
package dev.helmstuck.drift;
