/** What the program costs, beside an older build of it and the tools that people use today; and the run that the AOT cache is made of. */
package dev.helmstuck.benchmark;
