import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Rehearsal } from 'ofn-rehearse';
import { connect, type OpenSessions } from '../../../organization/clients.ts';
import type { Credentials } from '../../../organization/roles.ts';
import type { Clients } from '../../../organization/types.ts';
import { sessionsOf } from '../../../scenarios/sessions.ts';
import { listAccounts } from '../../../scenarios/settings.ts';
import { accountNames } from '../../../scenarios/tamper-protection/claims.ts';
import type {
  Attack,
  Damage,
  Outside,
  Owner,
  Unsigned,
} from '../../../scenarios/tamper-protection/damages/damage.ts';

export const home = 'us-east-1';

const administrator = 'Administrator';

/** Those who do damage to a rehearsed organization. */
export interface Attackers {
  /** By a role that the policies of the organization bind. */
  readonly asAdministrator: (damage: Damage) => Promise<Attack>;
  /** By a role that they exempt, as if none were attached. */
  readonly asExempt: (damage: Damage) => Promise<Attack>;
  readonly asOutsider: (damage: Outside) => Promise<Attack>;
  readonly idOf: (owner: Owner) => string;
  close(): void;
}

export async function attackersOf(rehearsal: Rehearsal): Promise<Attackers> {
  const accounts = await listAccounts(rehearsal);
  const idOf = (owner: Owner): string =>
    accounts.find(({ name }) => name === accountNames[owner])?.id ?? '';
  const { managementAccountId, ...connection } = rehearsal.connection;
  for (const owner of Object.keys(accountNames) as Owner[]) {
    const { clients } = await sessionsOf(rehearsal).open(idOf(owner));
    await makeAdministrator(clients(home).iam, managementAccountId);
  }
  const administrators = await connect({ ...connection, roleName: administrator });
  const opened: OpenSessions[] = [administrators];
  const clientsWith = async (credentials: Credentials): Promise<Clients> => {
    const sessions = await connect({ ...connection, credentials });
    opened.push(sessions);
    return sessions.caller as Clients;
  };
  const { aws } = rehearsal;
  const stranger = (await aws.control('POST', '/accounts', {
    ...{ accountId: '999999999999', name: 'Stranger', email: 'eve@example.net' },
  })) as { readonly credentials: Credentials };
  const outsiders = {
    stranger: await clientsWith(stranger.credentials),
    scanner: await clientsWith(
      (await aws.control('POST', '/sessions', {
        service: 'ecs-tasks.amazonaws.com',
        roleArn: `arn:aws:iam::${idOf('SecurityAccount')}:role/ofn-audit-security-audit`,
        sourceArn: `arn:aws:ecs:${home}:${idOf('SecurityAccount')}:task/sabotage`,
      })) as Credentials,
    ),
    sandbox: (await sessionsOf(rehearsal).open(idOf('SandboxAccount'))).clients(home),
  };
  const attack = (clients: Clients, { account, region = home }: Damage): Attack => ({
    ...{ accountId: idOf(account), region, clients, idOf },
    unsigned: (request) => sendUnsigned(aws.port, region, request),
  });
  const by = (sessions: OpenSessions) => async (damage: Damage) => {
    const { clients } = await sessions.open(idOf(damage.account));
    return attack(clients(damage.region ?? home), damage);
  };
  return {
    idOf,
    asAdministrator: by(administrators),
    asExempt: by(sessionsOf(rehearsal)),
    asOutsider: async (damage) =>
      attack(outsiders[damage.by === 'unsigned' ? 'stranger' : damage.by], damage),
    close: () => opened.forEach((one) => void one.close()),
  };
}

/** @throws as the service refuses it */
async function sendUnsigned(
  port: number,
  region: string,
  { service, method = 'POST', path = '/', headers = {}, body = '' }: Unsigned,
): Promise<void> {
  const host = `${service}.${region}.amazonaws.com`;
  const sent = request({ port, host: '127.0.0.1', method, path, headers: { ...headers, host } });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const said = await text(answer);
  if ((answer.statusCode ?? 0) >= 400) {
    throw new Error(`${answer.statusCode}: ${said}`);
  }
}

async function makeAdministrator(iam: Clients['iam'], trusted: string): Promise<void> {
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  await iam.send(
    new CreateRoleCommand({
      RoleName: administrator,
      AssumeRolePolicyDocument: policy({
        Principal: { AWS: `arn:aws:iam::${trusted}:root` },
        Action: 'sts:AssumeRole',
      }),
    }),
  );
  await iam.send(
    new PutRolePolicyCommand({
      ...{ RoleName: administrator, PolicyName: 'everything' },
      PolicyDocument: policy({ Action: '*', Resource: '*' }),
    }),
  );
}
