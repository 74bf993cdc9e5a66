import { ActivateOrganizationsAccessCommand } from '@aws-sdk/client-cloudformation';
import { EmbeddedAws } from 'ofn-rehearse';
import pMap from 'p-map';
import { clientsFor } from '../../trial/clients.ts';
import { Journal } from '../../trial/journal.ts';
import type { Question } from '../../trial/question.ts';
import { type Asked, openTrial, type TrialOptions } from '../../trial/run.ts';
import { lanesOf } from '../../trial/schedule.ts';

export const managementAccountId = '111111111111';
export const sandboxAccountId = '222222222222';
export const region = 'us-east-1';

/** An organization with a sandbox, in an embedded AWS that judges the roles of trials. */
export interface Playground {
  readonly aws: EmbeddedAws;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Turns rows of evidence round, or back. */
  believe(row: string, holds: boolean): Promise<void>;
  ask(questions: readonly Question[], options?: Partial<TrialOptions>): Promise<Asked[]>;
}

export async function openPlayground(journalFolder: string): Promise<Playground> {
  const aws = await EmbeddedAws.start();
  const { credentials } = await aws.seed({
    managementAccountId,
    managementName: 'Management',
    managementEmail: 'management@example.com',
    accessRoleName: 'OrganizationAccountAccessRole',
    accounts: [{ accountId: sandboxAccountId, name: 'Sandbox', email: 'sandbox@example.com' }],
  });
  await aws.control('POST', '/sessions/judged', { roles: 'ofn-audit-trial-*' });
  const { cloudFormation } = clientsFor({ endpoint: aws.endpoint, credentials }, region);
  await cloudFormation.send(new ActivateOrganizationsAccessCommand());
  let runs = 0;
  return {
    aws,
    credentials,
    async believe(row, holds) {
      await aws.control('POST', `/beliefs/${row}`, { holds });
    },
    async ask(questions, options = {}) {
      runs += 1;
      const prefix = `ofn-audit-trial-${runs.toString(16).padStart(6, '0')}`;
      const journal = new Journal(journalFolder, prefix);
      const trial = await openTrial({
        ...{ region, accountId: sandboxAccountId, roleName: 'OrganizationAccountAccessRole' },
        ...{ management: true, endpoint: aws.endpoint, credentials, journal, prefix },
        ...{ signal: new AbortController().signal, pauseMs: 20, scale: 0.02 },
        ...options,
      });
      const answers = await pMap(
        lanesOf(questions),
        async (lane) => {
          const asked: Asked[] = [];
          for (const one of lane) {
            asked.push(await trial.ask(one));
          }
          return asked;
        },
        { concurrency: 4 },
      );
      journal.close();
      return answers.flat();
    },
  };
}
