import type { PlaceSnapshot } from 'ofn-rehearse';
import { readAnalyzers } from './analyzers.ts';
import { attempts } from './attempts.ts';
import {
  readAggregators,
  readOrganizationConfigRules,
  readOrganizationConformancePacks,
} from './config-organization.ts';
import { readDeliveryChannels, readRecorders } from './config-recorder.ts';
import { readConfigRules, readConformancePacks } from './config-rules.ts';
import { given } from './fields.ts';
import { readAdministrators, readDetector } from './guard-duty.ts';
import { readNamed } from './named.ts';
import { readQuotas } from './quotas.ts';
import { readStacks } from './stacks.ts';
import { readTrails } from './trails.ts';
import type { Place } from './work.ts';

/** Reads of a governed place by field: each on its own, so that none hides another. */
const sections = {
  stacks: readStacks,
  trails: readTrails,
  recorders: readRecorders,
  deliveryChannels: readDeliveryChannels,
  aggregators: readAggregators,
  organizationConfigRules: readOrganizationConfigRules,
  organizationConformancePacks: readOrganizationConformancePacks,
  configRules: readConfigRules,
  conformancePacks: readConformancePacks,
  guardDutyAdministrators: readAdministrators,
  analyzers: readAnalyzers,
} satisfies { [Field in keyof PlaceSnapshot]?: (place: Place) => Promise<PlaceSnapshot[Field]> };

type Sections = { [Field in keyof typeof sections]: Awaited<ReturnType<(typeof sections)[Field]>> };

/** Everything that is read of an account in a region. */
export async function readPlace(place: Place): Promise<PlaceSnapshot> {
  const { unread, read } = attempts();
  const isWhole = place.governed.has(place.region) || place.detail === 'file';
  const [parts, detector, named, quotas] = await Promise.all([
    Promise.all(
      Object.entries(sections).map(async ([field, section]) => [
        field,
        isWhole || section === readStacks
          ? await read<readonly unknown[]>(field, [], () => section(place))
          : [],
      ]),
    ),
    isWhole ? read('detector', undefined, () => readDetector(place)) : undefined,
    readNamed(place, read),
    read('quotas', {}, () => readQuotas(place)),
  ]);
  return {
    region: place.region,
    ...(Object.fromEntries(parts) as Sections),
    ...given({ detector }),
    named,
    quotas,
    unread,
  };
}
