import type { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { countriesFile } from '../../../handlers/sign-in-monitor/countries.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { databaseOf } from './database.ts';
import { settings } from './samples.ts';

const place = { ...settings, countriesKey: 'countries-0123.mmdb' };

function world(...answers: (Uint8Array | Error)[]) {
  const logs: LogEntry[] = [];
  const GetObject = answers.map((answer) =>
    answer instanceof Error ? answer : { Body: { transformToByteArray: async () => answer } },
  );
  const { client } = fakeClient<S3Client>({ GetObject });
  const log = (entry: LogEntry) => {
    logs.push(entry);
  };
  return { logs, log, client };
}

describe('the countries of addresses', () => {
  it('come from the database, which is read once', async () => {
    const { client, log } = world(databaseOf('198.51.100.0/24', 'Iceland'));
    const countries = countriesFile(client, place, log);
    await countries();

    const countryOf = await countries();

    expect(countryOf('198.51.100.9')).to.equal('Iceland');
    expect(countryOf('198.51.101.9')).to.equal(undefined);
  });

  it('are unknown for what the database has no answer to', async () => {
    const { client, log } = world(databaseOf('198.51.100.0/24', 'Iceland'));
    const countryOf = await countriesFile(client, place, log)();

    expect(['2001:db8::1', 'AWS Internal', ''].map(countryOf)).to.deep.equal(
      Array(3).fill(undefined),
    );
  });

  it('are unknown without a database, which is not asked for', async () => {
    const { client, log, logs } = world();

    const countryOf = await countriesFile(client, { ...place, countriesKey: '' }, log)();

    expect(countryOf('198.51.100.9')).to.equal(undefined);
    expect(logs).to.deep.equal([]);
  });

  for (const broken of [new Error('Slow Down'), Uint8Array.from([1, 2, 3])]) {
    it(`keep no alert from being reported when there is ${broken}`, async () => {
      const { client, log, logs } = world(broken, databaseOf('198.51.100.0/24', 'Iceland'));
      const countries = countriesFile(client, place, log);

      expect((await countries())('198.51.100.9')).to.equal(undefined);
      expect((await countries())('198.51.100.9')).to.equal('Iceland');
      expect(logs.map(({ level, action }) => `${level} ${action}`)).to.deep.equal([
        'WARN load-countries',
      ]);
    });
  }
});
