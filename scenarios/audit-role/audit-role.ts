import {
  ConfigServiceClient,
  DeliverConfigSnapshotCommand,
  DescribeConfigurationRecordersCommand,
} from '@aws-sdk/client-config-service';
import { CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  GetBucketVersioningCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { isActive } from '../../organization/accounts.ts';
import { accountReportBucket } from '../../organization/report-buckets.ts';
import { auditExternalId } from '../../templates/parameters.ts';
import { requireSame, type Scenario, someMember, type World } from '../scenario.ts';
import { settingOf } from '../settings.ts';
import { assume, type Caller, makeRole, scanner, someRole } from './callers.ts';

const externalIdOf = ({ rehearsal }: World): string => settingOf(rehearsal, auditExternalId);

const applies: Scenario['applies'] = ({ stacks }) =>
  ['-audit-role', '-security-audit-scanner'].every((end) =>
    stacks.some(({ name }) => name.endsWith(end)),
  );

const roleIn = ({ settings }: World, accountId: string): string =>
  `arn:aws:iam::${accountId}:role/${settings.auditRoleName}`;

export const scannersAloneGetIn: Scenario = {
  capability: 'audit-role',
  name: 'admits the scanning role to every account, with its external id, and no other role',
  applies,
  async run(world) {
    const { managementAccountId, securityAccountId } = world.settings;
    const externalId = externalIdOf(world);
    const member = await someMember(world);
    const all = (await world.accounts()).filter(isActive);
    const credentials = await scanner(world);
    const stranger = await makeRole(world, 'Stranger');

    const open: string[] = [];
    for (const { id } of all) {
      if (await assume(world, roleIn(world, id), { credentials, externalId })) {
        open.push(id);
      }
    }
    const strangers: Record<string, Caller> = {
      'the scanner without external id': { credentials },
      'the scanner with another one': { credentials, externalId: 'another' },
      'another role of the security account': {
        credentials: stranger.credentials,
        externalId,
      },
      'a role of another account': {
        credentials: await someRole(world, member.id),
        externalId,
      },
      'the management account': { credentials: world.rehearsal.seeded.credentials, externalId },
    };
    const admitted: string[] = [];
    for (const [who, stranger] of Object.entries(strangers)) {
      for (const id of [member.id, managementAccountId, securityAccountId]) {
        if (await assume(world, roleIn(world, id), stranger)) {
          admitted.push(`${who} in ${id}`);
        }
      }
    }

    await stranger.remove();

    requireSame(
      'accounts that the scanner gets into',
      open,
      all.map(({ id }) => id),
    );
    requireSame('strangers that get in', admitted, []);
    return `into ${open.length} accounts; refused: ${Object.keys(strangers).join(', ')}`;
  },
};

export const auditReadsConfigurationOnly: Scenario = {
  capability: 'audit-role',
  name: 'reads how an account is configured, and neither reads an object nor changes anything',
  applies,
  async run(world) {
    const { rehearsal, settings } = world;
    const member = await someMember(world);
    const credentials = await assume(world, roleIn(world, member.id), {
      credentials: await scanner(world),
      externalId: externalIdOf(world),
    });
    if (!credentials) {
      throw new Error('expected that the scanner gets in, got AccessDenied');
    }
    const { endpoint } = rehearsal.aws;
    const shared = { endpoint, region: settings.homeRegion, credentials, maxAttempts: 1 };
    const iam = new IAMClient(shared);
    const config = new ConfigServiceClient(shared);
    const s3 = new S3Client({ ...shared, forcePathStyle: true });
    const Bucket = accountReportBucket(settings, member.id);
    const AssumeRolePolicyDocument = '{}';

    const tried = {
      ListRoles: iam.send(new ListRolesCommand({})),
      DescribeConfigurationRecorders: config.send(new DescribeConfigurationRecordersCommand({})),
      GetBucketVersioning: s3.send(new GetBucketVersioningCommand({ Bucket })),
      // The one that AWS's own policy allows, and ours denies.
      DeliverConfigSnapshot: config.send(
        new DeliverConfigSnapshotCommand({ deliveryChannelName: 'default' }),
      ),
      CreateRole: iam.send(new CreateRoleCommand({ RoleName: 'a', AssumeRolePolicyDocument })),
      GetObject: s3.send(new GetObjectCommand({ Bucket, Key: 'a' })),
      PutObject: s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' })),
    };
    const outcomes = await Promise.all(
      Object.entries(tried).map(async ([name, call]) => `${name}: ${await outcomeOf(call)}`),
    );
    for (const client of [iam, config, s3]) {
      client.destroy();
    }

    requireSame('what the audit role may', outcomes, [
      'ListRoles: done',
      'DescribeConfigurationRecorders: done',
      'GetBucketVersioning: done',
      'DeliverConfigSnapshot: AccessDeniedException',
      'CreateRole: AccessDenied',
      'GetObject: AccessDenied',
      'PutObject: AccessDenied',
    ]);
    return outcomes.join(', ');
  },
};

const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
