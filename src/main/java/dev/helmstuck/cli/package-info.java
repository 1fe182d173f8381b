/** The command line: its sub-commands, the wiring of the bot, and what a terminal shows. */
package dev.helmstuck.cli;
