// What this repository brings to the rehearsal of its organization: the one file that knows both.
import path from 'node:path';
import { defineRehearsal } from 'ofn-rehearse';
import { faultsOfPlan } from './checks/plan.ts';
import { signInRegionsOf } from './checks/sign-ins.ts';
import { functionEnvironment } from './scenarios/functions.ts';
import { scenarios } from './scenarios/index.ts';
import { readLedger } from './scenarios/ledger.ts';
import { worldOf } from './scenarios/world.ts';

export default defineRehearsal({
  parameters: {
    file: 'organization-parameters.yml',
    homeRegion: 'homeRegion',
    governedRegions: 'governedRegions',
    terminationProtection: 'terminationProtection',
    furtherRegions: { signInRegions: signInRegionsOf },
  },
  functionEnvironment,
  managedRules: path.join(import.meta.dirname, 'checks/managed-rules.json'),
  check: faultsOfPlan,
  world: worldOf,
  scenarios,
  ledger: readLedger,
});
