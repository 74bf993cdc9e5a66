import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const root = path.join(import.meta.dirname, '../..');

/** Parameters that never have another value, and what is narrowed on purpose, with the reason. */
const lasting: Readonly<Record<string, string>> = {
  resourcePrefix: 'preflight refuses another one',
  'harvester.yml managementAccountId': 'an organization has the same management account for good',
  'organization-access.yml securityAccountId':
    'a registration; a roll-back registers again only with onRemoval: disable, which is not narrowed',
  'organization-access.yml trustedServices': 'likewise',
  'organization-access.yml delegatedServices': 'likewise',
};

/** The logical id that a `!GetAtt ID.Arn` names. */
const idIn = (value: unknown): string =>
  /"(?:Fn::)?GetAtt":\s*\[?"([A-Za-z0-9]+)/.exec(JSON.stringify(value))?.[1] ?? '';

/** The parameters on which permissions of the functions of custom resources depend. */
function narrowing(file: string): string[] {
  const template = readYaml(path.join(root, file)).value as {
    Parameters?: Readonly<Record<string, unknown>>;
    Resources?: Readonly<Record<string, Resource>>;
  };
  const all = template.Resources ?? {};
  const resources = Object.values(all);
  const functions = resources
    .filter(({ Type }) => Type.startsWith('Custom::'))
    .map(({ Properties }) => all[idIn(Properties['ServiceToken'])]);
  const policies = functions.map((one) => {
    const role = all[idIn(one?.Properties['Role'])];
    return JSON.stringify(role?.Properties['Policies'] ?? '');
  });
  return Object.keys(template.Parameters ?? {}).filter((name) =>
    policies.some((text) => text.includes(`"Ref":"${name}"`) || text.includes(`\${${name}}`)),
  );
}

// CloudFormation may roll a custom resource back before the role of its function.
describe('the roles of custom resources', () => {
  const files = globSync('templates/**/*.yml', { cwd: root }).filter((file) =>
    readFileSync(path.join(root, file), 'utf8').includes('Type: Custom::'),
  );
  const found = files.flatMap((file) =>
    narrowing(file).map((name) => (name in lasting ? name : `${path.basename(file)} ${name}`)),
  );

  it('are not narrowed to what another deployment gives, as a roll-back needs what was before', () => {
    expect([...new Set(found)]).to.have.members(Object.keys(lasting));
  });
});
