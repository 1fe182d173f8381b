/** The cluster over its HTTP API: reads records and workloads, copies a record, the one guarded delete.
 *
 * <p>Requests are raw, paths and JSON over OkHttp, because fabric8's client would repeat a write, follow a redirect with our token,
 * take a login page for an empty list, and neither ask for metadata alone nor heed {@code Retry-After} or {@code tls-server-name}.
 * What is read of a workload are some twenty fields, and its models of them were a tenth of the jar: {@link dev.helmstuck.kubernetes.StrictNode}.
 */
package dev.helmstuck.kubernetes;
