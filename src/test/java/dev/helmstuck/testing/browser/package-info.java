/** A headless Chromium for tests of what a person sees and does. */
package dev.helmstuck.testing.browser;
