import fc from 'fast-check';
import type { Case } from './cases.ts';

const actions = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  'sqs:SendMessage',
  'sns:Publish',
  'kms:Decrypt',
  'iam:PassRole',
  'ec2:DescribeVpcs',
];
const actionPatterns = [
  ...actions,
  '*',
  's3:*',
  's3:Get*',
  's3:?etObject',
  'S3:getobject',
  's3:*Object',
  'kms:Decryp?',
  'kms:Decrypt?',
];
const resources = [
  'arn:aws:s3:::reports/2026/a.json',
  'arn:aws:s3:::reports',
  'arn:aws:sqs:eu-west-1:111111111111:queue',
  'arn:aws:iam::111111111111:role/Audit',
  'arn:aws:iam::111111111111:role/path/Audit',
  '*',
];
const resourcePatterns = [
  ...resources,
  'arn:aws:s3:::reports/*',
  'arn:aws:s3:::report?/2026/*.json',
  'arn:aws:s3:::REPORTS/*',
  'arn:aws:s3:::${aws:PrincipalTag/team}/*',
  "arn:aws:s3:::${aws:PrincipalTag/team, 'reports'}/*",
  'arn:aws:iam::111111111111:role/*',
  'arn:aws:iam::*:role/Audit',
  'arn:aws:sqs:*:${aws:PrincipalAccount}:*',
];

/** Values of keys by their type; the ones of a policy may be patterns or variables. */
interface Kind {
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly patterns: readonly string[];
  readonly operators: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    keys: ['aws:PrincipalTag/team', 'aws:PrincipalOrgID', 'aws:username', 's3:x-amz-acl'],
    values: ['reports', 'Reports', 'o-exampleorg1', 'a', 'ab', '', 'a*b', '*'],
    patterns: [
      'reports',
      'REPORTS',
      'o-*',
      'a?',
      '?',
      '*',
      '',
      '${aws:username}',
      'a${*}b',
      '${?}',
    ],
    operators: [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
  },
  {
    keys: ['aws:PrincipalArn', 'aws:SourceArn'],
    values: [
      'arn:aws:iam::111111111111:role/Audit',
      'arn:aws:iam::111111111111:role/path/Audit',
      'arn:aws:events:eu-west-1:111111111111:rule/bus/name',
      'arn:aws:sns:eu-west-1:111111111111:topic',
    ],
    patterns: [
      'arn:aws:iam::111111111111:role/Audit',
      'arn:aws:iam::*:role/*',
      'arn:aws:iam::111111111111:*',
      'arn:aws:iam:*:*:role/Audit',
      'arn:aws:*:*:*:rule/*/name',
      'arn:aws:sns:eu-west-?:111111111111:topi?',
      'arn:aws:sns:eu-west-1:${aws:PrincipalAccount}:topic',
    ],
    operators: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike', 'StringLike', 'StringEquals'],
  },
  {
    keys: ['aws:MultiFactorAuthAge', 's3:max-keys'],
    values: ['0', '10', '10.0', '-1', '3600'],
    patterns: ['0', '10', '010', '3600', '9.5'],
    operators: [
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ],
  },
  {
    keys: ['aws:CurrentTime', 'aws:TokenIssueTime'],
    values: ['2026-05-01T00:00:00Z', '2026-05-01T02:00:00+02:00', '2026-05-02T00:00:00Z'],
    patterns: ['2026-05-01T00:00:00Z', '2026-05-01', '2026-05-01T12:00:00Z', '1777593600'],
    operators: [
      'DateEquals',
      'DateNotEquals',
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
    ],
  },
  {
    keys: ['aws:SecureTransport', 'aws:MultiFactorAuthPresent'],
    values: ['true', 'false'],
    patterns: ['true', 'false', 'True'],
    operators: ['Bool'],
  },
  {
    keys: ['aws:SourceIp', 'aws:VpcSourceIp'],
    values: ['10.0.0.1', '192.0.2.7', '2001:db8::1', '2001:DB8:0:0::1'],
    patterns: ['10.0.0.0/8', '10.0.0.1', '192.0.2.7/32', '0.0.0.0/0', '2001:db8::/32', '::/0'],
    operators: ['IpAddress', 'NotIpAddress'],
  },
];

const several: Kind = {
  keys: ['aws:TagKeys', 'kms:ResourceAliases'],
  values: ['team', 'Team', 'alias/ofn-audit-trail', 'alias/other'],
  patterns: ['team', 'alias/*', 'alias/ofn-audit-*', '*', 't??m'],
  operators: kinds[0]?.operators ?? [],
};

const oneOrMore = (values: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
  );

const ifExists = fc.constantFrom('', '', '', 'IfExists');
const nullTest = (keys: readonly string[]) =>
  fc.record({
    operator: fc.constant('Null'),
    key: fc.constantFrom(...keys),
    values: fc.constantFrom('true', 'false'),
  });

const singleCondition = fc.constantFrom(...kinds).chain((kind) =>
  fc.record({
    operator: fc
      .tuple(fc.constantFrom(...kind.operators), ifExists)
      .map(([name, suffix]) => `${name}${suffix}`),
    // The case of a key does not matter.
    key: fc
      .tuple(fc.constantFrom(...kind.keys), fc.boolean())
      .map(([key, lower]) => (lower ? key.toLowerCase() : key)),
    values: oneOrMore(kind.patterns),
  }),
);

const severalCondition = fc.record({
  operator: fc
    .tuple(
      fc.constantFrom('ForAllValues', 'ForAnyValue'),
      fc.constantFrom(...several.operators),
      ifExists,
    )
    .map(([set, name, suffix]) => `${set}:${name}${suffix}`),
  key: fc.constantFrom(...several.keys),
  values: oneOrMore(several.patterns),
});

const allKinds = [...kinds, several];
const condition = fc.oneof(
  { weight: 6, arbitrary: singleCondition },
  { weight: 3, arbitrary: severalCondition },
  { weight: 1, arbitrary: nullTest(allKinds.flatMap(({ keys }) => keys)) },
);

const conditionElement = fc.array(condition, { maxLength: 2 }).map((all) => {
  const element: Record<string, Record<string, unknown>> = {};
  for (const { operator, key, values } of all) {
    element[operator] = { ...element[operator], [key]: values };
  }

  return element;
});

const effect = fc.constantFrom('Allow', 'Allow', 'Deny');
const oneElement = (name: string, values: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(name, name, name, `Not${name}`), oneOrMore(values))
    .map(([key, value]) => ({ [key]: value }));

const bare = fc
  .tuple(
    effect,
    oneElement('Action', actionPatterns),
    oneElement('Resource', resourcePatterns),
    fc.option(conditionElement, { nil: undefined }),
  )
  .map(([Effect, Action, Resource, Condition]) => ({
    Effect,
    ...Action,
    ...Resource,
    ...(Condition ? { Condition } : {}),
  }));

const service = 'events.amazonaws.com';
const role = 'arn:aws:iam::222222222222:role/Caller';
const principalElement = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { Service: service },
  { Service: ['sns.amazonaws.com', service] },
  { Service: 'sns.amazonaws.com' },
  { AWS: role },
  { AWS: '222222222222' },
  { AWS: ['arn:aws:iam::222222222222:root', 'arn:aws:iam::333333333333:root'] },
  { AWS: 'arn:aws:iam::222222222222:role/Other' },
  { AWS: role, Service: 'sns.amazonaws.com' },
);

const ofResource = fc
  .tuple(bare, principalElement)
  .map(([statement, Principal]) => ({ ...statement, Principal }));

const documentOf = (statement: fc.Arbitrary<object>) =>
  fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((Statement) => ({ Version: '2012-10-17', Statement }));

const context = fc
  .tuple(
    ...kinds.flatMap(({ keys, values }) =>
      keys.map((key) =>
        fc.option(
          fc.constantFrom(...values).map((value) => [key, value] as const),
          { nil: undefined, freq: 2 },
        ),
      ),
    ),
    ...several.keys.map((key) =>
      fc.option(
        fc
          .array(fc.constantFrom(...several.values), { minLength: 1, maxLength: 3 })
          .map((values) => [key, values] as const),
        { nil: undefined, freq: 2 },
      ),
    ),
  )
  .map((entries) => Object.fromEntries(entries.filter((entry) => entry !== undefined)));

const request = {
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(...resources),
  context,
};

/** A request with policies of its caller. */
export const identityCase: fc.Arbitrary<Case> = fc.record({
  ...request,
  documents: fc.array(documentOf(bare), { minLength: 1, maxLength: 2 }),
  principal: fc.constant(null),
});

/** A request with the policy of the resource that it is made to. */
export const resourceCase: fc.Arbitrary<Case> = fc.record({
  ...request,
  documents: fc.array(documentOf(ofResource), { minLength: 1, maxLength: 1 }),
  principal: fc.constantFrom<Case['principal']>(
    { kind: 'Service', names: [service] },
    { kind: 'AWS', names: [role, '222222222222', 'arn:aws:iam::222222222222:root'] },
  ),
});
