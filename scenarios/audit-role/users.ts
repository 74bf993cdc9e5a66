import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { organizationId } from '../../templates/kinds.ts';
import { requireSame, type Scenario, someMember, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { assume, type Caller, makePerson } from './callers.ts';

const template = path.resolve(import.meta.dirname, '../../templates/audit-role/audit-role.yml');
const StackName = 'audited-by-people';
const RoleName = 'AuditedByPeople';
const NAMES = ['ada', 'grace'] as const;

export const usersNeedMfa: Scenario = {
  capability: 'audit-role',
  name: 'admits the users that it names, with MFA, and no others',
  applies: ({ stacks }) => stacks.some(({ name }) => name.endsWith('-audit-role')),
  async run(world) {
    const { rehearsal, settings } = world;
    const member = await someMember(world);
    const session = await sessionsOf(rehearsal).open(member.id);
    const client = session.clients(settings.homeRegion).cloudFormation as CloudFormationClient;
    const people = await Promise.all(NAMES.map((name) => makePerson(world, name)));
    try {
      await deploy(world, client);
      return await tryAll(world, `arn:aws:iam::${member.id}:role/${RoleName}`, people);
    } finally {
      await client.send(new DeleteStackCommand({ StackName }));
      await waitUntilStackDeleteComplete({ client, maxWaitTime: 60 }, { StackName });
      await Promise.all(people.map((person) => person.remove()));
    }
  },
};

/** The template of the capability, with a user, of whom there is none by default. */
async function deploy(world: World, client: CloudFormationClient): Promise<void> {
  const { nunjucksRender } = await import('aws-organization-formation/dist/src/yaml-cfn/index.js');
  const text = readFileSync(template, 'utf8');
  const parameters = {
    resourcePrefix: world.settings.resourcePrefix,
    organizationId: await organizationIdOf(world),
    securityAccountId: world.settings.securityAccountId,
    roleName: RoleName,
    externalId: 'rehearsal',
  };
  await client.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: nunjucksRender(text, template, { scanners: [], people: [NAMES[0]] }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ...{ ParameterKey, ParameterValue },
      })),
    }),
  );
  await waitUntilStackCreateComplete({ client, minDelay: 1, maxWaitTime: 60 }, { StackName });
}

/** As the role of an account has it. */
async function organizationIdOf({ rehearsal, settings }: World): Promise<string> {
  const session = await sessionsOf(rehearsal).open(settings.managementAccountId);
  const { Role } = await session
    .clients(settings.homeRegion)
    .iam.send(new GetRoleCommand({ RoleName: settings.auditRoleName }));
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  return new RegExp(organizationId.allowedPattern).exec(trust)?.[0] ?? '';
}

async function tryAll(
  world: World,
  role: string,
  [ada, grace]: Awaited<ReturnType<typeof makePerson>>[],
): Promise<string> {
  if (!ada || !grace) {
    throw new Error('expected two users');
  }
  const withMfa = await ada.session('111111');
  const callers: Record<string, Caller> = {
    'ada with a session of MFA': { credentials: withMfa },
    'ada with it again': { credentials: withMfa },
    'ada with a code': {
      ...{ credentials: ada.key, serialNumber: ada.serialNumber, code: '222222' },
    },
    'ada with a code twice': {
      ...{ credentials: ada.key, serialNumber: ada.serialNumber, code: '222222' },
    },
    'ada without': { credentials: ada.key },
    'ada with the external id only': { credentials: ada.key, externalId: 'rehearsal' },
    'grace with MFA': { credentials: await grace.session('333333') },
  };
  const open: string[] = [];
  for (const [who, caller] of Object.entries(callers)) {
    if (await assume(world, role, caller)) {
      open.push(who);
    }
  }
  requireSame('users that are admitted', open, Object.keys(callers).slice(0, 3));
  return `in: ${open.join(', ')}; refused: ${Object.keys(callers).slice(3).join(', ')}`;
}
