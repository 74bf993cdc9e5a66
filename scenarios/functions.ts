/** Reports are copied in parts from 256 MiB on; the rehearsed functions begin with what scenarios can put. */
export const multipart = { thresholdBytes: 6 * 1024 ** 2, partBytes: 5 * 1024 ** 2 };

/** What every function finds in its environment, unless its template says otherwise. */
export const functionEnvironment: Readonly<Record<string, string>> = {
  // Pauses between calls are for AWS's rates, which it has not got.
  WRITE_INTERVAL_MS: '20',
  ORGANIZATIONS_INTERVAL_MS: '20',
  CLOUDFORMATION_INTERVAL_MS: '20',
  MULTIPART_THRESHOLD_BYTES: String(multipart.thresholdBytes),
  COPY_PART_BYTES: String(multipart.partBytes),
};
