/** What tests share: fakes with a memory, clocks, builders, golden files. */
package dev.helmstuck.testing;
