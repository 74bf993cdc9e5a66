import { controlTower } from '../../scenarios/organizations/control-tower/organization.ts';
import type { ExistingOrganization } from '../../scenarios/organizations/existing.ts';
import { names } from '../../scenarios/organizations/names/organization.ts';
import { regionsAndAccounts } from '../../scenarios/organizations/regions-and-accounts/organization.ts';
import { yearsOfClicking } from '../../scenarios/organizations/years-of-clicking/organization.ts';
import { describeAdoption } from '../organizations/adoption.ts';

// What is true of each organization is true of the one that is restored from its snapshot.
const all: readonly ExistingOrganization[] = [
  controlTower,
  yearsOfClicking,
  regionsAndAccounts,
  names,
];

for (const existing of all) {
  describeAdoption('organizations-from-snapshots', existing, 'snapshot');
}
