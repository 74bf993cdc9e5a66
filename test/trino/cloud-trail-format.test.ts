import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { linesOf } from './cloud-trail-format.ts';

describe('a file of CloudTrail as lines', () => {
  it('has a line for each record, with objects as JSON where the column is text', () => {
    const records = [
      {
        requestParameters: { groupId: 'sg-1' },
        userIdentity: { type: 'Root', requestParameters: { kept: true } },
        readOnly: false,
      },
      { requestParameters: null, resources: [{ ARN: 'arn:aws:s3:::a' }] },
    ];
    const file = gzipSync(JSON.stringify({ Records: records }));

    const lines = gunzipSync(linesOf(file, new Set(['requestparameters', 'readonly'])))
      .toString()
      .split('\n');

    expect(lines.map((line) => JSON.parse(line))).to.deep.equal([
      { ...records[0], requestParameters: '{"groupId":"sg-1"}' },
      records[1],
    ]);
  });
});
