import { type Fields, fields, text } from './record.ts';
import { clean } from './text.ts';

export type Kind = 'root' | 'iam-user' | 'role' | 'federated' | 'identity-center';

/** The user that signs in. */
export interface Identity {
  /** Undefined for a type that AWS does not document for sign-ins. */
  kind: Kind | undefined;
  type: string | undefined;
  /** The user name; undefined when AWS does not record it. */
  name: string | undefined;
  /** Of the user in Identity Center. */
  userId: string | undefined;
  /** Whether Identity Center created the role. */
  permissionSet: boolean;
}

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
const KINDS: Readonly<Record<string, Kind>> = {
  Root: 'root',
  IAMUser: 'iam-user',
  AssumedRole: 'role',
  FederatedUser: 'federated',
  SAMLUser: 'federated',
  WebIdentityUser: 'federated',
  IdentityCenterUser: 'identity-center',
};

// Users that have not signed in yet, and all users before July 2025, have the type Unknown there.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-cloudtrail-use-cases.html
const IDENTITY_CENTER = [
  'UserAuthentication',
  'CredentialChallenge',
  'CredentialVerification',
  'Federate',
  'CreateToken',
  'GetRoleCredentials',
];

// CloudTrail's placeholder for a name that does not exist: it could be a password.
// https://docs.aws.amazon.com/singlesignon/latest/userguide/username-sign-in-cloudtrail-events.html
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

export function identityOf(detail: Fields): Identity {
  const identity = fields(detail.userIdentity);
  const type = text(identity.type);
  const eventName = text(detail.eventName) ?? '';
  const fromCenter = IDENTITY_CENTER.includes(eventName) && (type ?? 'Unknown') === 'Unknown';
  const known = type !== undefined && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  const kind = fromCenter ? 'identity-center' : known;
  const role = /:assumed-role\/(.+)$/.exec(text(identity.arn) ?? '')?.[1];
  return {
    kind,
    type,
    name: nameOf(kind, role, identity, fields(detail.additionalEventData)),
    userId: shown(fields(identity.onBehalfOf).userId),
    permissionSet: role?.startsWith('AWSReservedSSO_') ?? false,
  };
}

function nameOf(
  kind: Kind | undefined,
  role: string | undefined,
  identity: Fields,
  more: Fields,
): string | undefined {
  switch (kind) {
    case 'root':
      return 'root';
    case 'role':
      return shown(role) ?? shown(identity.userName);
    case 'federated':
      return shown(
        /:federated-user\/(.+)$/.exec(text(identity.arn) ?? '')?.[1] ?? identity.userName,
      );
    case 'identity-center':
      return shown(more.UserName) ?? shown(identity.userName);
    case 'iam-user':
    case undefined:
      return shown(identity.userName);
    default:
      return kind satisfies never;
  }
}

function shown(value: unknown): string | undefined {
  const name = text(value);
  return name === undefined || name === HIDDEN ? undefined : clean(name) || undefined;
}
