/** The ops GitLab over gitlab4j: deploys in flight, the jobs since an instant, and who holds a resource group. */
package dev.helmstuck.gitlab;
