import path from 'node:path';
import { expect } from 'chai';
import { explainFailure, Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');

describe('a deployment of organization-access', () => {
  let rehearsal: Rehearsal;

  beforeEach(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, match: 'organization-access' });
  });

  afterEach(() => rehearsal.close());

  const fault = (action: string, error: string, times: number): Promise<unknown> =>
    rehearsal.aws.control('POST', '/faults', { service: 'organizations', action, error, times });

  it('continues when AWS Organizations is busy for a while', async () => {
    await fault('EnableAWSServiceAccess', 'ConcurrentModificationException', 2);
    await fault('RegisterDelegatedAdministrator', 'TooManyRequestsException', 2);

    const result = await rehearsal.perform();

    expect(result.exitCode, result.output).to.equal(0);
  });

  it('fails with the reason when AWS Organizations denies it, and can be repeated', async () => {
    await fault('EnableAWSServiceAccess', 'AccessDeniedException', 1);

    const failed = await rehearsal.perform();
    const { events } = await rehearsal.aws.events();
    const { parts } = explainFailure({ tasksFile, result: failed, events, nameOf: String });
    const repeated = await rehearsal.perform();

    expect(failed.exitCode).not.to.equal(0);
    expect(parts.place).to.match(/TrustedAccess \(Custom::TrustedAccess\)/);
    expect(parts.cause).to.match(/AccessDeniedException/);
    expect(repeated.exitCode, repeated.output).to.equal(0);
  });
});
