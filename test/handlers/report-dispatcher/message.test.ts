import { expect } from 'chai';
import { UnknownMessageError } from '../../../handlers/report-dispatcher/errors.ts';
import { requestsOf } from '../../../handlers/report-dispatcher/message.ts';
import { notification, sample, settings } from './world.ts';

const { reportBucket } = settings;
const read = (body: unknown) => requestsOf(JSON.stringify(body), reportBucket);

describe('a message of the queue', () => {
  it('asks for the report of a notification, its key decoded', () => {
    const requests = read(sample('object-created-put'));

    expect(requests).to.deep.equal([
      { key: '111111111111/prowler/2026-11-21/Müller 100% a+b.html', isReplay: false },
    ]);
  });

  it('asks for reports that came in parts', () => {
    const requests = read(sample('object-created-multipart'));

    expect(requests.map(({ key }) => key)).to.deep.equal([
      '111111111111/inventory/2026-11-21/all.csv.gz',
    ]);
  });

  it('asks for the reports of all its records', () => {
    const { body } = notification('1', '111111111111/a', '444444444444/b', '111111111111/a');

    const requests = requestsOf(body, reportBucket);

    expect(requests.map(({ key }) => key)).to.deep.equal([
      '111111111111/a',
      '444444444444/b',
      '111111111111/a',
    ]);
  });

  it('asks for nothing when S3 only tests the queue', () => {
    expect(read(sample('test-event'))).to.deep.equal([]);
  });

  it('asks for a replay of a report by its key as it is', () => {
    const requests = read({ replay: { bucket: reportBucket, key: '111111111111/a+b%20' } });

    expect(requests).to.deep.equal([{ key: '111111111111/a+b%20', isReplay: true }]);
  });

  it('is refused when it names another bucket', () => {
    const other = 'audit-account-reports-444444444444';
    const record = {
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: other }, object: { key: 'a' } },
    };

    expect(() => read({ Records: [record] })).to.throw(UnknownMessageError, other);
    expect(() => read({ replay: { bucket: other, key: 'a' } })).to.throw(
      UnknownMessageError,
      other,
    );
  });

  it('is refused when it is about anything but a new object', () => {
    expect(() => read(sample('object-removed'))).to.throw(UnknownMessageError, 'ObjectRemoved');
  });

  it('is refused when it is something else', () => {
    const s3 = { bucket: { name: reportBucket }, object: {} };
    for (const body of [
      null,
      1,
      'a',
      [],
      {},
      { Records: {} },
      { Records: [null] },
      { replay: 'a' },
    ]) {
      expect(() => read(body), JSON.stringify(body)).to.throw(UnknownMessageError);
    }
    expect(() => read({ Records: [{ eventName: 'ObjectCreated:Put', s3 }] })).to.throw(
      UnknownMessageError,
    );
    expect(() => requestsOf('no JSON', reportBucket)).to.throw(UnknownMessageError);
  });
});
