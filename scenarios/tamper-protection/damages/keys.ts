import {
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  ListAliasesCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { type Attack, forAnyPrincipal, type Inside, widened } from './damage.ts';

const archive = { account: 'LogArchiveAccount', policy: 'ProtectBaseline' } as const;

const keyOf = async ({ clients }: Attack, alias: string): Promise<string> =>
  (await clients.kms.send(new DescribeKeyCommand({ KeyId: `alias/ofn-audit-${alias}` })))
    .KeyMetadata?.KeyId ?? '';

/** Keys that encrypt evidence. */
export const keyDamages: readonly Inside[] = [
  {
    kind: 'disable',
    name: "disables the key of the trail's log files",
    alarm: 'key-removal',
    account: 'LogArchiveAccount',
    policy: 'ProtectBaseline',
    isUndone: true,
    does: async ({ clients: { kms } }) => {
      const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
      const KeyId = Aliases.find(
        ({ AliasName }) => AliasName === 'alias/ofn-audit-cloud-trail',
      )?.TargetKeyId;
      await kms.send(new DisableKeyCommand({ KeyId }));
      return () => kms.send(new EnableKeyCommand({ KeyId }));
    },
    ledger: {
      service: 'cloud-trail',
      says: /TrailKey Enabled is 'false', expected 'true'/,
    },
  },
  {
    ...archive,
    kind: 'widen',
    name: 'lets any principal decrypt findings',
    alarm: 'resource-sharing',
    does: async (attack) => {
      const KeyId = await keyOf(attack, 'findings');
      const PolicyName = 'default';
      const { Policy } = await attack.clients.kms.send(
        new GetKeyPolicyCommand({ KeyId, PolicyName }),
      );
      await attack.clients.kms.send(
        new PutKeyPolicyCommand({
          KeyId,
          PolicyName,
          Policy: widened(Policy, forAnyPrincipal('kms:Decrypt', '*')),
        }),
      );
    },
    ledger: {
      service: 'other-stacks',
      says: /Key KeyPolicy\.Statement\[AnyPrincipal\] has [^;]*, which is not ours/,
    },
  },
  {
    ...archive,
    kind: 'delete',
    name: 'deletes the key of findings',
    alarm: 'key-removal',
    does: async (attack) =>
      attack.clients.kms.send(
        new ScheduleKeyDeletionCommand({
          KeyId: await keyOf(attack, 'findings'),
          PendingWindowInDays: 7,
        }),
      ),
    ledger: { service: 'other-stacks', says: /Key Enabled is 'false', expected 'true'/ },
  },
  {
    ...archive,
    kind: 'delete',
    name: 'takes the alias from the key of the trail',
    does: ({ clients }) =>
      clients.kms.send(new DeleteAliasCommand({ AliasName: 'alias/ofn-audit-cloud-trail' })),
    ledger: { service: 'cloud-trail', says: /TrailKeyAlias does not exist/ },
  },
];
