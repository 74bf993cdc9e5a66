// CloudTrailInputFormat is AWS's own: no Trino has it. It hands the SerDe a row for each of a
// file's Records, with objects as JSON in columns that are text.
// https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
import { gunzipSync, gzipSync } from 'node:zlib';

/** The input format whose rows are lines; the SerDe stays the one of the table. */
export const textInputFormat = 'org.apache.hadoop.mapred.TextInputFormat';
export const cloudTrailInputFormat = 'com.amazon.emr.cloudtrail.CloudTrailInputFormat';

/** A file of CloudTrail as lines, a record each. */
export function linesOf(file: Buffer, textColumns: ReadonlySet<string>): Buffer {
  const { Records } = JSON.parse(gunzipSync(file).toString()) as {
    Records: Record<string, unknown>[];
  };
  const lines = Records.map((record) =>
    JSON.stringify(record, function asText(this: unknown, key, value: unknown) {
      const isWritten = this === record && textColumns.has(key.toLowerCase());

      return isWritten && typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : value;
    }),
  );

  return gzipSync(lines.join('\n'));
}
