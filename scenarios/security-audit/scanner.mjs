#!/usr/bin/env node
// In Prowler's clothes: asks AWS whose account it looks at, as the role that its credentials are
// of, reads two more things, and finds one thing there. What AWS refuses it logs as Prowler does. The
// accounts of failing.txt beside it make it fail.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const { AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_AUTHORIZATION_TOKEN, AWS_ENDPOINT_URL } =
  process.env;
const answer = await fetch(AWS_CONTAINER_CREDENTIALS_FULL_URI, {
  headers: { authorization: AWS_CONTAINER_AUTHORIZATION_TOKEN },
});
const { AccessKeyId, Token } = await answer.json();
// Without an SDK, which takes longer to load than all of the rest; signatures are not verified there.
const call = (service, headers, body) =>
  fetch(AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${AccessKeyId}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'x-amz-security-token': Token,
      ...headers,
    },
    body,
  });
const query = (service, body) =>
  call(service, { 'content-type': 'application/x-www-form-urlencoded' }, body);
const identity = await query('sts', 'Action=GetCallerIdentity&Version=2011-06-15');
const arn = /<Arn>(.+)<\/Arn>/.exec(await identity.text())?.[1] ?? '';
const account = arn.split(':')[4];

const isIn = (file) =>
  readFileSync(path.join(path.dirname(process.argv[1]), file), 'utf8')
    .split('\n')
    .includes(account);
if (isIn('failing.txt')) {
  console.error('CRITICAL: the scanner fails here, as configured');
  process.exit(1);
}
const reads = {
  ListUsers: query('iam', 'Action=ListUsers&Version=2010-05-08'),
  // The audit role denies it, and Prowler calls it in every region.
  GetConnections: call(
    'glue',
    { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSGlue.GetConnections' },
    '{}',
  ),
};
for (const [operation, response] of Object.entries(reads)) {
  const { ok, text } = await response.then(async (one) => ({ ok: one.ok, text: await one.text() }));
  if (!ok) {
    const [, said] = /<Message>([^<]+)|"[Mm]essage": ?"([^"]+)/.exec(text)?.filter(Boolean) ?? [];
    console.error(
      `[Module: scenario] ERROR: us-east-1 -- ClientError[1]: An error occurred (AccessDeniedException) when calling the ${operation} operation: ${said ?? text}`,
    );
  }
}
const folder = process.argv[process.argv.indexOf('--output-directory') + 1];
const finding = {
  metadata: { event_code: 'iam_root_mfa_enabled' },
  finding_info: { title: 'The root user has MFA' },
  severity: 'High',
  status_code: 'FAIL',
  cloud: { account: { uid: account }, region: 'us-east-1' },
  resources: [{ uid: arn, region: 'us-east-1', group: { name: 'iam' } }],
  unmapped: { compliance: { 'CIS-5.0': ['1.4'] } },
};
writeFileSync(path.join(folder, 'prowler.ocsf.json'), JSON.stringify([finding]));
