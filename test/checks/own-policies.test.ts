import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parseYaml, resourcesOf } from 'ofn-rehearse';
import { faultsOfOwnPolicies } from '../../checks/own-policies.ts';

const root = path.join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const organization = read('organization.yml');
const policies = read('organization-policies.yml');

/** Each fault as `FILE LINE PLACE: CAUSE: REMEDY`. */
function found({ prefix = 'ofn-audit', text = organization, included = policies } = {}): string[] {
  const parameters = parseYaml('organization-parameters.yml', `# a\nresourcePrefix: ${prefix}\n`);
  const { resources } = resourcesOf(parseYaml('organization.yml', text), (file) =>
    parseYaml(path.basename(file), included),
  );
  return [...faultsOfOwnPolicies(parameters, resources)].map(
    ({ file, line, place, cause, remedy }) => `${file} ${line} ${place}: ${cause}: ${remedy}`,
  );
}

const withPrefix = (prefix: string) =>
  policies.replaceAll('ofn-audit', prefix).replaceAll('ofn_audit', prefix.replaceAll('-', '_'));

describe("the check of this project's policies", () => {
  it('finds nothing in this repository', () => {
    expect(found()).to.deep.equal([]);
  });

  it('refuses another prefix as long as the policies have the former, naming both places', () => {
    const faults = found({ prefix: 'acme' });

    expect(faults).to.have.length(2);
    expect(faults[0]).to.match(
      /^organization-policies\.yml \d+ ProtectDetection\.Properties\.PolicyDocument\.Statement\.\d+\.\w+.*: ProtectDetection has arn:aws:.*ofn-audit.*resourcePrefix of organization-parameters\.yml, line 2, is acme/,
    );
    expect(faults[1]).to.match(/ ProtectBaseline\./);
  });

  it('finds nothing once the policies have the prefix, even one that begins with the former', () => {
    expect(found({ prefix: 'acme', included: withPrefix('acme') })).to.deep.equal([]);
    expect(found({ prefix: 'ofn-audit-x', included: withPrefix('ofn-audit-x') })).to.deep.equal([]);
  });

  it('refuses policies with a further prefix', () => {
    const [fault] = found({ prefix: 'acme', included: withPrefix('former') });

    expect(fault).to.match(/ProtectDetection does not exempt arn:aws:iam::\*:role\/acme-\*/);
  });

  it('refuses one name that was forgotten', () => {
    const included = withPrefix('acme').replace('database/acme', 'database/ofn_audit');

    const [fault, ...others] = found({ prefix: 'acme', included });

    expect(others).to.deep.equal([]);
    expect(fault).to.match(/ProtectBaseline has arn:aws:glue:\*:\*:database\/ofn_audit/);
  });

  it('leaves policies alone that are attached to nothing', () => {
    const text = organization
      .replaceAll(/^ +- !Ref Protect.+\n/gm, '')
      .replace('ServiceControlPolicies:', '');

    expect(found({ prefix: 'acme', text })).to.deep.equal([]);
  });

  it('refuses an access role that they do not exempt, of the root or of an account', () => {
    const ofRoot = organization.replace(
      'RoleName: OrganizationAccountAccessRole',
      'RoleName: Deployer',
    );
    const ofAccount = organization.replace(
      'AccountName: Sandbox',
      'AccountName: Sandbox\n      OrganizationAccessRoleName: Deployer',
    );

    expect(found({ text: ofRoot })[0]).to.match(
      /^organization-policies\.yml \d+ ProtectDetection\..*would deny DenyChangeOfTrails to Deployer, with which org-formation deploys: DefaultOrganizationAccessRoleName of Root: write arn:aws:iam::\*:role\/Deployer beside/,
    );
    expect(found({ text: ofAccount })[0]).to.match(/OrganizationAccessRoleName of SandboxAccount/);
  });

  it('leaves an account alone to which they do not apply', () => {
    const text = organization.replace(
      'AccountName: Development',
      'AccountName: Development\n      OrganizationAccessRoleName: Deployer',
    );

    expect(found({ text })).to.deep.equal([]);
  });

  it("lets Control Tower's role deploy, and one that is exempt", () => {
    const text = organization.replace(
      'RoleName: Organization',
      'RoleName: AWSControlTowerExecution #',
    );
    const exempt = policies.replaceAll('role/OrganizationAccountAccessRole', 'role/Deployer');
    const deployer = organization.replace(
      'RoleName: OrganizationAccountAccessRole',
      'RoleName: Deployer',
    );

    expect(found({ text })).to.deep.equal([]);
    expect(found({ text: deployer, included: exempt })).to.deep.equal([]);
  });
});
