import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import permissions from '../../../scripts/docs/create-permissions.json' with { type: 'json' };
import { deployingCallsFile, listed, withoutCalls } from '../../../scripts/docs/deploying-calls.ts';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the calls of a deployment', () => {
  it('are of every type in the templates, and of no other', () => {
    const templates = globSync('templates/*/**/*.yml', { cwd: root, exclude: ['**/packs/**'] });
    const types = templates.flatMap((file) =>
      [...read(file).matchAll(/^ {4}Type: (AWS::\S+)/gm)].map(([, type = '']) => type),
    );

    const known = [...Object.keys(listed), ...withoutCalls].filter((key) =>
      key.startsWith('AWS::'),
    );

    expect(known).to.have.members([...new Set(types)]);
  });

  it('are among those that AWS lists for the creation of a type, where it lists any', () => {
    const ofAws: Readonly<Record<string, readonly string[]>> = permissions;

    const others = Object.entries(listed).flatMap(([type, calls]) =>
      calls
        .map((call) => (typeof call === 'string' ? call : call[0]))
        .filter((action) => ofAws[type] && !ofAws[type].includes(action))
        .map((action) => `${type} ${action}`),
    );

    expect(others).to.deep.equal([]);
  });

  it('are in step with the authorization reference of AWS', async () => {
    expect(read('preflight/policies/deploying-calls.json')).to.equal(await deployingCallsFile());
  });
});
