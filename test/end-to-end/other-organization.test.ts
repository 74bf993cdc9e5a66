import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import type { Report } from 'ofn-rehearse';
import { rehearse, reportFile } from './project.ts';

const folder = path.join(import.meta.dirname, '../fixtures/other-organization');

describe('a rehearsal of another repository', () => {
  let report: Report;

  before(async () => {
    const ended = await rehearse('--tasks', path.join(folder, 'platform/deploy.yml'), '--twice');
    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(0);
    report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  });

  const stack = (name: string, region: string, account?: string) =>
    report.stacks.find(
      (one) => one.name === name && one.region === region && (!account || one.account === account),
    );

  it('keeps the account ids of its organization file', () => {
    const ids = report.organization.accounts.map(({ id }) => id);

    expect(ids).to.include.members(['999999999999', '222222222222', '333333333333']);
    expect(ids).to.have.length(4);
  });

  it('performs tasks of nested includes', () => {
    expect(stack('acme-naming', 'eu-central-1')?.status).to.equal('CREATE_COMPLETE');
    expect(stack('acme-naming', 'us-east-1')?.status).to.equal('CREATE_COMPLETE');
  });

  it('copies files to buckets that a task made before', () => {
    const copied = report.tasks.find(({ name }) => name === 'Assets');

    expect(copied?.outcome).to.equal('succeeded');
  });

  it('deploys to the accounts of an organizational unit, each with all its resources', () => {
    const red = stack('acme-workload', 'eu-central-1', '333333333333');

    expect(red?.resources.map(({ logicalId }) => logicalId)).to.include.members([
      'Queue',
      'Key',
      'Table',
      'Setting',
      'Alarm',
      'Application',
      'Vpc',
      'Subnet',
      'Detector',
    ]);
  });

  it('deploys what other accounts refer to before them', () => {
    const hub = stack('acme-workload', 'eu-central-1', '222222222222');

    expect(hub?.resources.map(({ logicalId }) => logicalId)).to.deep.equal(['SharedTopic']);
  });

  it('loses no event, and changes nothing when it is performed again', () => {
    expect(report.scenarios.map(({ name, passed }) => ({ name, passed }))).to.deep.equal([
      { name: 'loses no event', passed: true },
      { name: 'changes nothing when it is performed again', passed: true },
    ]);
  });
});
