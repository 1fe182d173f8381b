/** Who may say yes, to what, until when: a candidate becomes an approver only by passing every rule. */
package dev.helmstuck.approval;
