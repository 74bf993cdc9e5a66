import {
  type AliasListEntry,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
} from '@aws-sdk/client-kms';
import { collect } from '../../../lambda/paging.ts';
import { normalPolicy } from '../policy-document.ts';
import type { Reader } from '../types.ts';
import { each, textOf, unless } from './each.ts';

const key: Reader = {
  compared: {
    Enabled: { absent: true },
    EnableKeyRotation: { absent: false },
    KeyPolicy: { normal: normalPolicy },
  },
  skipped: { Description: 'nothing depends on it' },
  read: each(async ({ id: KeyId }, { clients }) => {
    const { kms } = clients;
    const found = await unless(['NotFoundException'], () =>
      kms.send(new DescribeKeyCommand({ KeyId })),
    );
    if (found?.KeyMetadata === undefined) {
      return undefined;
    }
    const [policy, rotation] = await Promise.all([
      kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
      // A key that is to be deleted is not rotated, and KMS says so by an error.
      unless(['KMSInvalidStateException'], () =>
        kms.send(new GetKeyRotationStatusCommand({ KeyId })),
      ),
    ]);
    return {
      Enabled: found.KeyMetadata.KeyState === 'Enabled',
      EnableKeyRotation: rotation?.KeyRotationEnabled ?? false,
      KeyPolicy: policy.Policy,
    };
  }),
};

const alias: Reader = {
  compared: { TargetKeyId: {} },
  skipped: { AliasName: 'it is read by it' },
  read: each(async (resource, { clients }) => {
    const KeyId = textOf(resource, 'TargetKeyId');
    const found = await unless(['NotFoundException'], () =>
      collect<AliasListEntry>(async (Marker) => {
        const page = await clients.kms.send(new ListAliasesCommand({ KeyId, Marker }));
        return { items: page.Aliases, next: page.Truncated ? page.NextMarker : undefined };
      }),
    );
    const one = found?.find(({ AliasName }) => AliasName === resource.id);
    return one && { TargetKeyId: one.TargetKeyId };
  }),
};

export const keyReaders: Readonly<Record<string, Reader>> = {
  'AWS::KMS::Alias': alias,
  'AWS::KMS::Key': key,
};
