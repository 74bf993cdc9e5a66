import { CreateAnalyzerCommand } from '@aws-sdk/client-accessanalyzer';
import { PutServiceLinkedConfigurationRecorderCommand } from '@aws-sdk/client-config-service';
import {
  EnableOrganizationAdminAccountCommand,
  UpdateDetectorCommand,
  UpdateOrganizationConfigurationCommand,
} from '@aws-sdk/client-guardduty';
import { CreateServiceLinkedRoleCommand } from '@aws-sdk/client-iam';
import type { Seeded } from '../existing.ts';
import { createBucket, forConfig } from '../seed/buckets.ts';
import { record } from '../seed/config.ts';
import { detectorOf, exportFindings, invite } from '../seed/guard-duty.ts';
import { createPolicy, createUnit, delegate, rootOf } from '../seed/organization.ts';
import { createTrails } from '../seed/trails.ts';

/** An account of a subsidiary: it is in no organization, and lets this one see its findings. */
export const subsidiary = {
  accountId: '777777777777',
  name: 'Subsidiary',
  email: 'aws@subsidiary.example',
};

const status = (value: 'enabled' | 'disabled') => ({ status: { '@@assign': value } });

/** What the security team has put on the root: RDS Protection was too expensive. */
const policy = {
  guardduty: {
    enablement: {
      'us-east-1': {
        foundational: status('enabled'),
        s3_data_events: status('enabled'),
        rds_login_events: status('disabled'),
      },
    },
  },
};

export async function seed(seeded: Seeded): Promise<void> {
  await delegate(seeded, {
    'cloudtrail.amazonaws.com': undefined,
    'guardduty.amazonaws.com': undefined,
    'malware-protection.guardduty.amazonaws.com': undefined,
    'securityhub.amazonaws.com': undefined,
    // The console of AWS Organizations enables this, and activates nothing in CloudFormation.
    'member.org.stacksets.cloudformation.amazonaws.com': undefined,
    'access-analyzer.amazonaws.com': 'ProductionAccount',
  });
  await createUnit(seeded, 'Security', ['SecurityAccount', 'LogArchiveAccount']);
  await createUnit(seeded, 'Old projects', ['DevelopmentAccount']);
  await guardDuty(seeded);
  await config(seeded);
  await analyzer(seeded);
  await trails(seeded);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-settings.html */
async function analyzer({ clients }: Seeded): Promise<void> {
  const { iam } = await clients('ManagementAccount');
  const AWSServiceName = 'access-analyzer.amazonaws.com';
  await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
  const { accessAnalyzer } = await clients('ProductionAccount');
  await accessAnalyzer.send(
    new CreateAnalyzerCommand({ analyzerName: 'organization', type: 'ORGANIZATION' }),
  );
}

/** By invitation first, then by AWS Organizations, then by policy: nothing was ever removed. */
async function guardDuty(seeded: Seeded): Promise<void> {
  const { ids } = seeded;
  const AdminAccountId = ids.SecurityAccount ?? '';
  const security = await seeded.clients('SecurityAccount');
  const { accountId, email } = subsidiary;
  await invite(security, AdminAccountId, [
    { accountId, email, clients: await seeded.stranger(subsidiary) },
    {
      accountId: ids.ProductionAccount ?? '',
      email: 'aws-production@example.com',
      clients: await seeded.clients('ProductionAccount'),
    },
  ]);
  const management = await seeded.clients('ManagementAccount');
  await management.guardDuty.send(new EnableOrganizationAdminAccountCommand({ AdminAccountId }));
  const DetectorId = await detectorOf(security);
  await security.guardDuty.send(
    new UpdateDetectorCommand({
      DetectorId,
      FindingPublishingFrequency: 'ONE_HOUR',
      Features: [
        { Name: 'AI_PROTECTION', Status: 'ENABLED' },
        {
          Name: 'RUNTIME_MONITORING',
          Status: 'ENABLED',
          AdditionalConfiguration: [{ Name: 'EC2_AGENT_MANAGEMENT', Status: 'ENABLED' }],
        },
      ],
    }),
  );
  await security.guardDuty.send(
    new UpdateOrganizationConfigurationCommand({
      DetectorId,
      AutoEnableOrganizationMembers: 'NEW',
      Features: [{ Name: 'RUNTIME_MONITORING', AutoEnable: 'NEW' }],
    }),
  );
  await exportFindings(seeded, 'SecurityAccount', 'legacy-findings');
  const AWSServiceName = 'guardduty.amazonaws.com';
  await management.iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
  await createPolicy(seeded, {
    name: 'guardduty-baseline',
    type: 'GUARDDUTY_POLICY',
    content: policy,
    targets: [await rootOf(seeded)],
  });
}

/** One account records by itself; Security Hub has recorders, rules and a pack everywhere. */
async function config(seeded: Seeded): Promise<void> {
  const ServicePrincipal = 'securityhub.amazonaws.com';
  const bucket = `config-bucket-${seeded.ids.ProductionAccount}`;
  await createBucket(seeded, 'ProductionAccount', bucket, [forConfig]);
  await record(seeded, 'ProductionAccount', { recorder: 'default', channel: 'default', bucket });
  for (const [logicalName, accountId] of Object.entries(seeded.ids)) {
    const { configService } = await seeded.clients(logicalName);
    await configService.send(
      new PutServiceLinkedConfigurationRecorderCommand({ ServicePrincipal }),
    );
    await seeded.control('POST', '/config/service-linked', {
      accountId,
      region: seeded.region,
      servicePrincipal: ServicePrincipal,
      rules: ['ACCESS_KEYS_ROTATED', 'ROOT_ACCOUNT_MFA_ENABLED'].map((identifier) => ({
        ConfigRuleName: `securityhub-${identifier.toLowerCase().replaceAll('_', '-')}-a1b2c3`,
        Source: { Owner: 'AWS', SourceIdentifier: identifier },
      })),
      packs: ['securityhub-baseline'],
    });
  }
}

/** As many as AWS allows, one of them of the organization. */
const trails = (seeded: Seeded): Promise<void> =>
  createTrails(seeded, [
    {
      name: 'organization',
      bucket: 'clicked-organization-trail',
      owner: 'LogArchiveAccount',
      organization: true,
    },
    ...['management-events', 'test', 'audit-2019', 'siem'].map((name) => ({
      name,
      bucket: `clicked-trail-${name}`,
      owner: 'ManagementAccount',
    })),
  ]);
