import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import type { PlaceSnapshot } from 'ofn-rehearse';
import { isNamed } from '../../lambda/errors.ts';
import { isCentral, type Place, wantedHere } from './work.ts';

/** Quotas by the type that is held to them: `service/code`. */
const quotas = {
  'AWS::Lambda::Function': 'lambda/L-B99A9384',
  'AWS::Batch::ComputeEnvironment': 'fargate/L-3032A538',
};

/**
 * The values that apply where something is to run that they limit, in the accounts that run things
 * for all others.
 *
 * @see https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
 */
export async function readQuotas(place: Place): Promise<PlaceSnapshot['quotas']> {
  const wanted = Object.entries(quotas).filter(
    ([type]) => isCentral(place) && wantedHere(place, type).length > 0,
  );
  const values = await Promise.all(wanted.map(([, key]) => readQuota(place, key)));
  return Object.fromEntries(values.flat());
}

async function readQuota({ clients }: Place, key: string): Promise<[string, number][]> {
  const [ServiceCode, QuotaCode] = key.split('/');
  try {
    const { Quota } = await clients.serviceQuotas.send(
      new GetServiceQuotaCommand({ ServiceCode, QuotaCode }),
    );
    return Quota?.Value === undefined ? [] : [[key, Quota.Value]];
  } catch (error) {
    // The region has no such quota.
    if (isNamed(error, 'NoSuchResourceException')) {
      return [];
    }
    throw error;
  }
}
