/** What an event of CloudTrail is about. */
export interface EventKind {
  /**
   * `portal` and `console` are sign-ins; `command-line` hands out credentials or a token, again and
   * again while it is used; `recovery` changes who the root user is.
   */
  access: 'console' | 'portal' | 'command-line' | 'recovery';
  /** The member of the record that has the result, under the event's name. */
  result: 'responseElements' | 'serviceEventDetails';
  /** A step towards a sign-in: its success is not a sign-in yet. */
  step?: boolean;
  how: string;
}

const center = 'Identity Center';
const recovery = { access: 'recovery', result: 'responseElements' } as const;
const commandLine = { access: 'command-line', result: 'responseElements' } as const;
const portal = { access: 'portal', result: 'serviceEventDetails' } as const;
const console = { access: 'console', result: 'responseElements' } as const;

const EVENTS: Readonly<Record<string, EventKind>> = {
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
  ConsoleLogin: { ...console, how: 'console' },
  SwitchRole: { ...console, how: 'role switch in the console' },
  CheckMfa: { ...console, step: true, how: 'console' },
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html
  UserAuthentication: { ...portal, how: center },
  CredentialChallenge: { ...portal, step: true, how: center },
  CredentialVerification: { ...portal, step: true, how: center },
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html
  Federate: { ...portal, how: 'application opened in the access portal of Identity Center' },
  CreateToken: { ...commandLine, how: 'token of Identity Center, for command line or editor' },
  GetRoleCredentials: { ...commandLine, how: 'credentials of a role, by Identity Center' },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
  GetSigninToken: { ...commandLine, how: 'console link, made of credentials' },
  // https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
  AuthorizeOAuth2Access: { ...commandLine, how: 'aws login, its consent in the browser' },
  CreateOAuth2Token: { ...commandLine, how: 'aws login' },
  // AWS's page of console sign-ins shows a record of the change of the password only; the others:
  // https://docs.datadoghq.com/security/default_rules/aws-cloudtrail-password-recovery-suspicious-ip/
  // https://github.com/elastic/detection-rules/blob/main/rules/integrations/aws/initial_access_password_recovery.toml
  PasswordRecoveryRequested: { ...recovery, how: 'password recovery requested' },
  PasswordRecoveryCompleted: { ...recovery, how: 'password recovery completed' },
  PasswordUpdated: { ...recovery, how: 'password changed' },
  EmailUpdated: { ...recovery, how: 'e-mail address changed' },
};

/** Undefined for an event that is none of these. */
export function kindOf(eventName: string | undefined): EventKind | undefined {
  return eventName !== undefined && Object.hasOwn(EVENTS, eventName)
    ? EVENTS[eventName]
    : undefined;
}
