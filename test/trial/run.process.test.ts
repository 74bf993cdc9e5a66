import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeConfigurationRecordersCommand,
  PutConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateDetectorCommand, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { clientsFor, reach, type TrialClients } from '../../trial/clients.ts';
import { questions } from '../../trial/questions/index.ts';
import type { Asked } from '../../trial/run.ts';
import { openPlayground, type Playground, region, sandboxAccountId } from './embedded.ts';

const role = 'OrganizationAccountAccessRole';

const named = (...ids: string[]) => questions.filter(({ id }) => ids.includes(id));

const reasons = (asked: readonly Asked[]): string[] =>
  asked.map((one) => ('unanswered' in one ? one.unanswered : one.answer));

describe('a trial', function () {
  this.timeout(300_000);
  const journals = mkdtempSync(path.join(tmpdir(), 'ofn-audit-trial-'));
  let playground: Playground;
  let sandbox: TrialClients;

  before(async () => {
    playground = await openPlayground(journals);
    const { aws, credentials } = playground;
    const reached = await reach({ endpoint: aws.endpoint, credentials }, region, role);
    sandbox = (await reached.open(sandboxAccountId)).clients(region);
  });

  after(async () => {
    await playground.aws.stop();
    rmSync(journals, { recursive: true });
  });

  it('gives the reason of AWS where it can not ask, and leaves nothing', async () => {
    const fault = { service: 'cloudformation', action: 'CreateStack', error: 'LimitExceeded' };
    await playground.aws.control('POST', '/faults', { ...fault, status: 400, message: 'too many' });

    const asked = await playground.ask(named('batch-tags-of-a-submitted-job'));
    await playground.aws.control('DELETE', '/faults');

    expect(reasons(asked)[0]).to.include('too many');
    expect(asked[0]?.left).to.deep.equal([]);
    expect(readdirSync(journals)).to.deep.equal([]);
  });

  it('asks in the management account with its credentials alone', async () => {
    const { aws, credentials } = playground;
    const { sts } = clientsFor({ endpoint: aws.endpoint, credentials }, region);
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${sandboxAccountId}:role/${role}`,
        RoleSessionName: 'member',
      }),
    );
    const member = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };

    const asked = await playground.ask(named('organizations-describe-account-that-left'), {
      credentials: member,
    });

    expect(reasons(asked)).to.deep.equal([
      'the credentials are not those of the management account',
    ]);
  });

  it('does not touch a recorder or a detector that is there', async () => {
    await sandbox.configService.send(
      new PutConfigurationRecorderCommand({
        ConfigurationRecorder: {
          name: 'default',
          roleARN: `arn:aws:iam::${sandboxAccountId}:role/${role}`,
        },
      }),
    );
    const { DetectorId } = await sandbox.guardDuty.send(
      new CreateDetectorCommand({ Enable: true }),
    );

    const asked = await playground.ask(
      named(
        'cloudformation-config-recorder-is-not-adopted',
        'source-org-id-of-config',
        'guardduty-additional-kept',
        'guardduty-member-exists',
      ),
    );

    expect(new Set(reasons(asked))).to.deep.equal(
      new Set([
        'AWS Config has a recorder or a channel here: choose another region',
        'GuardDuty is enabled here: choose another region or account',
      ]),
    );
    const { ConfigurationRecorders = [] } = await sandbox.configService.send(
      new DescribeConfigurationRecordersCommand(),
    );
    expect(ConfigurationRecorders.map(({ name }) => name)).to.deep.equal(['default']);
    const { DetectorIds } = await sandbox.guardDuty.send(new ListDetectorsCommand());
    expect(DetectorIds).to.deep.equal([DetectorId]);
  });

  it('asks nothing more once it is interrupted, and leaves nothing', async () => {
    const asked = await playground.ask(named('topic-policy-resource', 'bus-policy-resource'), {
      signal: AbortSignal.abort(),
    });

    expect(reasons(asked)).to.deep.equal(['interrupted', 'interrupted']);
    expect(readdirSync(journals)).to.deep.equal([]);
  });
});
