/** The store over JDBC: remediations, their messages, the keys already seen and the audit rows, in SQLite or PostgreSQL. */
package dev.helmstuck.store;
