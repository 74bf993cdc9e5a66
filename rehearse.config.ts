// What this repository brings to the rehearsal of its organization: the one file that knows both.
import path from 'node:path';
import { defineRehearsal } from 'ofn-rehearse';
import { repositorySettings } from './checks/plan.ts';
import { functionEnvironment } from './scenarios/functions.ts';
import { scenarios } from './scenarios/index.ts';
import { readLedger } from './scenarios/ledger.ts';
import { worldOf } from './scenarios/world.ts';

export default defineRehearsal({
  ...repositorySettings,
  functionEnvironment,
  managedRules: path.join(import.meta.dirname, 'checks/managed-rules.json'),
  world: worldOf,
  scenarios,
  ledger: readLedger,
  build: {
    folders: ['custom-resources', 'handlers', 'lambda'],
    command: [process.execPath, 'scripts/build.mjs'],
  },
});
