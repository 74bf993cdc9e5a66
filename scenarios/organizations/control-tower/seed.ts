import type { Seeded } from '../existing.ts';
import { createBucket, forConfig } from '../seed/buckets.ts';
import { record } from '../seed/config.ts';
import { createPolicy, createUnit, delegate } from '../seed/organization.ts';
import { createTrails } from '../seed/trails.ts';
import { guardrails, regionDeny } from './policies.ts';

/** Accounts of Account Factory; those of the landing zone itself are enrolled, too. */
export const enrolled = [
  'SecurityAccount',
  'LogArchiveAccount',
  'ProductionAccount',
  'DevelopmentAccount',
  'SandboxAccount',
];

/** The ends of Control Tower's bucket names are random. */
const suffix = 'kpk-ykc';

/**
 * A landing zone 4.0 with AWS Config and CloudTrail, and the region-deny control.
 *
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/config-updates-v4.html
 * @see https://docs.aws.amazon.com/controltower/latest/userguide/account-factory-considerations.html
 */
export async function seed(seeded: Seeded): Promise<void> {
  await delegate(seeded, {
    'controltower.amazonaws.com': undefined,
    'cloudtrail.amazonaws.com': undefined,
    // The audit account is delegated administrator of AWS Config.
    'config.amazonaws.com': 'SecurityAccount',
    'sso.amazonaws.com': undefined,
  });
  const units = [
    await createUnit(seeded, 'Security', ['SecurityAccount', 'LogArchiveAccount']),
    await createUnit(seeded, 'Workloads', ['ProductionAccount', 'DevelopmentAccount']),
    await createUnit(seeded, 'Sandbox', ['SandboxAccount']),
  ];
  const type = 'SERVICE_CONTROL_POLICY';
  const regions = [seeded.region];
  for (const [name, content] of [
    ['aws-guardrails-kvXqRd', guardrails],
    ['aws-guardrails-MlpYwc', regionDeny(regions)],
  ] as const) {
    await createPolicy(seeded, { name, type, content, targets: units });
  }
  await createTrails(seeded, [
    {
      name: 'aws-controltower-BaselineCloudTrail',
      bucket: `aws-controltower-cloudtrail-logs-${seeded.ids.LogArchiveAccount}-${suffix}`,
      owner: 'LogArchiveAccount',
      organization: true,
      logGroup: 'aws-controltower/CloudTrailLogs',
    },
  ]);
  await recorders(seeded);
}

/** In every enrolled account, and in none of the management account. */
async function recorders(seeded: Seeded): Promise<void> {
  const bucket = `aws-controltower-config-logs-${seeded.ids.SecurityAccount}-${suffix}`;
  await createBucket(seeded, 'SecurityAccount', bucket, [forConfig]);
  for (const account of enrolled) {
    await record(seeded, account, {
      recorder: 'aws-controltower-BaselineConfigRecorder',
      channel: 'aws-controltower-BaselineConfigDeliveryChannel',
      bucket,
    });
  }
  await seeded.control('POST', '/config/service-linked', {
    accountId: seeded.ids.SecurityAccount,
    region: seeded.region,
    servicePrincipal: 'controltower.amazonaws.com',
    aggregator: 'aws-controltower-ConfigAggregatorForOrganizations',
  });
}
