import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type CountryResponse, Reader } from 'mmdb-lib';
import { describeError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Settings } from './settings.ts';

/** The country of an address in English; undefined when it is not known. */
export type CountryOf = (address: string) => string | undefined;

type Place = Pick<Settings, 'networksBucket' | 'networksBucketOwner' | 'countriesKey'>;

const unknown: CountryOf = () => undefined;

/**
 * A database of countries in MaxMind's format, read once. It is optional: a failure to read it is
 * logged and retried at the next call, and does not delay an alert.
 */
export function countriesFile(
  s3: Pick<S3Client, 'send'>,
  place: Place,
  log: Log,
): () => Promise<CountryOf> {
  let read: Promise<CountryOf> | undefined;
  return () => {
    read ??= load(s3, place).catch((error: unknown) => {
      read = undefined;
      const reason = describeError(error);
      log({ message: 'No countries', action: 'load-countries', level: 'WARN', reason });
      return unknown;
    });
    return read;
  };
}

async function load(s3: Pick<S3Client, 'send'>, place: Place): Promise<CountryOf> {
  const { networksBucket: Bucket, networksBucketOwner, countriesKey: Key } = place;
  if (!Key) {
    return unknown;
  }
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket, Key, ExpectedBucketOwner: networksBucketOwner }),
  );
  if (!Body) {
    return unknown;
  }
  const reader = new Reader<CountryResponse>(Buffer.from(await Body.transformToByteArray()));
  return (address) => {
    try {
      return reader.get(address)?.country?.names?.en;
    } catch {
      return undefined; // IPv6 in a database of IPv4, or not an address
    }
  };
}
