/** Early warning: looks at every target now and then, says what is stuck before a deploy runs into it, and does nothing else. */
package dev.helmstuck.flow.watch;
