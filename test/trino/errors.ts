/** Trino cannot be installed or started, or rejects a query. The message says what to do. */
export class TrinoError extends Error {
  override name = 'TrinoError';
}
