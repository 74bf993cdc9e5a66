import type { Clients } from '../../../organization/types.ts';
import type { Place } from '../../../preflight/read/work.ts';
import type { WantedName } from '../../../preflight/subject.ts';
import type { FakeClient } from '../../doubles/aws-client.ts';
import { fakeClients } from '../../doubles/organization.ts';

type Fakes = { [Name in keyof Clients]?: FakeClient };

/** The sandbox account in its home region, which administers nothing, unless `more` says otherwise. */
export function placeOf(fakes: Fakes, more: Partial<Place> = {}): Place {
  return {
    detail: 'preflight',
    homeRegion: 'us-east-1',
    regions: ['us-east-1', 'eu-west-1'],
    governed: new Set(['us-east-1', 'eu-west-1']),
    partition: 'aws',
    managementAccountId: '111111111111',
    central: new Set(['111111111111', '222222222222']),
    roleNames: new Set(['OrganizationAccountAccessRole']),
    wanted: new Map(),
    accountId: '444444444444',
    region: 'us-east-1',
    clients: fakeClients(fakes),
    ...more,
  };
}

/** A name of that account in us-east-1, which is global where the region is undefined. */
export function wantedName(type: string, name: string, more: Partial<WantedName> = {}): WantedName {
  return {
    type,
    name,
    capability: 'things',
    logicalId: 'Thing',
    accountId: '444444444444',
    region: 'us-east-1',
    stackName: 'ofn-audit-things',
    ...more,
  };
}

export const wantedOf = (...names: readonly WantedName[]): Place['wanted'] =>
  Map.groupBy(names, ({ accountId }) => accountId);
