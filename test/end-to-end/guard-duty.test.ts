import path from 'node:path';
import {
  type CloudFormationClient,
  CreateStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeOrganizationConfigurationCommand,
  EnableOrganizationAdminAccountCommand,
  GetDetectorCommand,
  ListDetectorsCommand,
  ListMembersCommand,
  UpdateDetectorCommand,
  UpdateOrganizationConfigurationCommand,
} from '@aws-sdk/client-guardduty';
import { EnableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { readFindings } from '../../coverage/checks/findings.ts';
import { readMembers } from '../../coverage/checks/guard-duty-members.ts';
import type { Account, Clients, Settings } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const home = 'us-east-1';
const optIn = 'me-south-1';

const admits = (Action: string, Resource: unknown) => ({
  Effect: 'Allow',
  Principal: { Service: 'guardduty.amazonaws.com' },
  Action,
  Resource,
});

/** The export that exists already: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html */
const legacyExport = (DetectorId: string) => ({
  Key: {
    Type: 'AWS::KMS::Key',
    Properties: {
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } },
            Action: 'kms:*',
            Resource: '*',
          },
          admits('kms:GenerateDataKey', '*'),
        ],
      },
    },
  },
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'legacy-findings' } },
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          admits('s3:GetBucketLocation', 'arn:aws:s3:::legacy-findings'),
          admits('s3:PutObject', 'arn:aws:s3:::legacy-findings/*'),
        ],
      },
    },
  },
  Export: {
    Type: 'AWS::GuardDuty::PublishingDestination',
    DependsOn: 'Policy',
    Properties: {
      DetectorId,
      DestinationType: 'S3',
      DestinationProperties: {
        DestinationArn: 'arn:aws:s3:::legacy-findings',
        KmsKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] },
      },
    },
  },
});

/** The accounts with a part to play. */
const enabledIn = (settings: Settings): string[] => [
  settings.managementAccountId,
  settings.securityAccountId,
  settings.logArchiveAccountId,
];

describe('an organization with GuardDuty, and a region that accounts opt in to', () => {
  let rehearsal: Rehearsal;
  let accounts: Account[];
  let settings: Settings;

  const clientsOf = async (accountId: string, region = home): Promise<Clients> =>
    (await sessionsOf(rehearsal).open(accountId)).clients(region);
  const detectorOf = async ({ guardDuty }: Clients): Promise<string> =>
    (await guardDuty.send(new ListDetectorsCommand({}))).DetectorIds?.[0] ?? '';
  const membersIn = async (region: string): Promise<(string | undefined)[]> => {
    const clients = await clientsOf(settings.securityAccountId, region);
    const DetectorId = await detectorOf(clients);
    const { Members = [] } = await clients.guardDuty.send(new ListMembersCommand({ DetectorId }));
    return Members.map(({ AccountId }) => AccountId).sort();
  };

  before(async () => {
    const regions = [home, optIn];
    rehearsal = await Rehearsal.open({ config, tasksFile, match: 'findings', regions });
    const { exitCode, output } = await rehearsal.perform({ match: 'Organization' });
    expect(exitCode, output).to.equal(0);
    accounts = await listAccounts(rehearsal);
    settings = readSettings(rehearsal, accounts);
    const enabled = enabledIn(settings);
    for (const { id } of accounts.filter((account) => !enabled.includes(account.id))) {
      const body = { region: optIn, status: 'DISABLED' };
      await rehearsal.aws.control('POST', `/accounts/${id}/regions`, body);
    }
    // AWS says within 24 hours, and no more: auto-enable may be faster than a stack.
    await rehearsal.aws.control('POST', '/guardduty/pace', { atOnce: true });
    await useGuardDuty();
  });

  after(() => rehearsal.close());

  /** What an organization may have: an administrator with Runtime Monitoring and an export. */
  async function useGuardDuty(): Promise<void> {
    const management = await clientsOf(settings.managementAccountId);
    const AdminAccountId = settings.securityAccountId;
    for (const service of ['guardduty', 'malware-protection.guardduty']) {
      const ServicePrincipal = `${service}.amazonaws.com`;
      await management.organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    }
    await management.guardDuty.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId }));
    const { guardDuty, cloudFormation, ...others } = await clientsOf(AdminAccountId);
    const DetectorId = await detectorOf({ guardDuty, cloudFormation, ...others });
    const Name = 'RUNTIME_MONITORING';
    await guardDuty.send(
      new UpdateDetectorCommand({ DetectorId, Features: [{ Name, Status: 'ENABLED' }] }),
    );
    await guardDuty.send(
      new UpdateOrganizationConfigurationCommand({
        DetectorId,
        AutoEnableOrganizationMembers: 'NONE',
        Features: [{ Name, AutoEnable: 'NEW' }],
      }),
    );
    const StackName = 'legacy-export';
    const TemplateBody = JSON.stringify({ Resources: legacyExport(DetectorId) });
    await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
    await waitUntilStackCreateComplete(
      { client: cloudFormation as CloudFormationClient, minDelay: 1, maxDelay: 1, maxWaitTime: 60 },
      { StackName },
    );
  }

  it('keeps the rules of a region whose findings are exported already, and fails alone', async () => {
    const result = await rehearsal.perform();

    const stacks = await rehearsal.aws.stacks();
    const states = stacks
      .filter(({ name }) => /-finding-(region|export)$/.test(name))
      .map(({ name, region, status }) => `${name} ${region} ${status}`);
    expect(result.exitCode).not.to.equal(0);
    expect(result.output).to.include('a publishingDestination already exists');
    expect(states).to.include(`ofn-audit-finding-region ${home} CREATE_COMPLETE`);
  });

  it('deploys where the export is adopted', async () => {
    const parameters = { findingAdoptedExports: [home] };

    const { exitCode, output } = await rehearsal.perform({ parameters });

    expect(exitCode, output).to.equal(0);
    settings = readSettings(rehearsal, accounts);
    for (const region of [home, optIn]) {
      const clients = await clientsOf(settings.securityAccountId, region);
      const [account = accounts[0] as Account] = accounts;
      const target = { account, region, accounts, settings, clients };
      expect(await readFindings(target)).to.deep.equal({ actual: 'on' });
      const sessions = sessionsOf(rehearsal);
      expect(await readMembers({ ...target, sessions })).to.deep.equal({ actual: 'on' });
    }
  });

  it('has members where they have enabled the region, and leaves the others out', async () => {
    const others = accounts.map(({ id }) => id).filter((id) => id !== settings.securityAccountId);
    const enabled = enabledIn(settings);

    expect(await membersIn(home)).to.deep.equal(others.sort());
    expect(await membersIn(optIn)).to.deep.equal(others.filter((id) => enabled.includes(id)));
  });

  it('leaves features as they are that the list does not name', async () => {
    const { guardDuty, ...rest } = await clientsOf(settings.securityAccountId);
    const DetectorId = await detectorOf({ guardDuty, ...rest });

    const detector = await guardDuty.send(new GetDetectorCommand({ DetectorId }));
    const configuration = await guardDuty.send(
      new DescribeOrganizationConfigurationCommand({ DetectorId }),
    );

    const runtime = ({ Name }: { Name?: string | undefined }) => Name === 'RUNTIME_MONITORING';
    expect(detector.Features?.find(runtime)?.Status).to.equal('ENABLED');
    expect(configuration.Features?.find(runtime)?.AutoEnable).to.equal('NEW');
    expect(configuration.AutoEnableOrganizationMembers).to.equal('ALL');
  });
});
