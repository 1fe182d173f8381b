/** What doctor makes of what it was shown: symptoms, each with its cure, before anybody needs the bot. */
package dev.helmstuck.doctor;
