import { CreateRoleCommand } from '@aws-sdk/client-iam';
import type { Question } from '../question.ts';
import { refused } from '../refusal.ts';

export const policyProviderExists: Question = {
  id: 'policy-provider-exists',
  question: 'Must a provider that a trust policy names exist?',
  answers: { yes: 'IAM refuses the role', no: 'IAM makes the role' },
  where: 'sandbox',
  makes: 'at most a role that no principal can assume',
  seconds: 20,
  usd: 0,
  ask({ prefix, partition, accountId, clients, willMake }) {
    const provider = `arn:${partition}:iam::${accountId}:oidc-provider/${prefix}.example.com`;
    willMake('role', prefix);
    return refused(() =>
      clients.iam.send(
        new CreateRoleCommand({
          RoleName: prefix,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Federated: provider },
                Action: 'sts:AssumeRoleWithWebIdentity',
                Condition: { StringEquals: { [`${prefix}.example.com:sub`]: 'asked' } },
              },
            ],
          }),
        }),
      ),
    );
  },
};
