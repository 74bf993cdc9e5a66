import * as parameters from '../../templates/parameters.ts';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, spotsOf } from './view.ts';

const functions: Kind = {
  kind: 'function-concurrency-quota',
  level: 'note',
  title: 'fewer functions may run at a time than are deployed, so that some wait for others',
  solvedBy: 'a command',
};
const scans: Kind = {
  kind: 'fargate-quota',
  level: 'note',
  title: 'fewer scans may run at a time than `auditParallel` says, so that some wait for others',
  solvedBy: '`auditParallel`, or a command',
};

/** @see https://docs.aws.amazon.com/cli/latest/reference/service-quotas/request-service-quota-increase.html */
const raise = (key: string, value: number, accountId: string, region: string): string => {
  const [service, code] = key.split('/');
  return `request more, with credentials of ${accountId}: aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code} --desired-value ${value} --region ${region}`;
};

/** New accounts have less than Lambda's published quota: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
function* ofFunctions({ snapshot, wanted }: Subject): Iterable<Finding> {
  const key = 'lambda/L-B99A9384';
  for (const { account, place } of spotsOf({ snapshot })) {
    const quota = place.quotas[key];
    const deployed = wanted.filter(
      ({ type, accountId, region }) =>
        type === 'AWS::Lambda::Function' && accountId === account.Id && region === place.region,
    ).length;
    if (quota !== undefined && quota < deployed) {
      yield finding(functions, {
        found: `${account.Name} ${account.Id} may run ${quota} functions at a time in ${place.region}, and ${deployed} are deployed there`,
        places: [at(account.Id, place.region)],
        remedy: raise(key, Math.max(deployed, 1000), account.Id, place.region),
      });
    }
  }
}

/** A scan has one vCPU: templates/security-audit/scanner.yml. */
function* ofScans({
  snapshot,
  settings,
  parameters: given,
  capabilities,
}: Subject): Iterable<Finding> {
  if (!settings || !capabilities.has('security-audit')) {
    return;
  }
  const key = 'fargate/L-3032A538';
  const parallel = Number(
    given.value[parameters.auditParallel.name] ?? parameters.auditParallel.default,
  );
  const security = spotsOf({ snapshot }).find(
    ({ account, place }) =>
      account.Id === settings.securityAccountId && place.region === settings.homeRegion,
  );
  const quota = security?.place.quotas[key];
  if (quota !== undefined && quota < parallel) {
    const { securityAccountId: id, homeRegion } = settings;
    yield finding(scans, {
      found: `the security account may use ${quota} vCPUs of Fargate at a time in ${homeRegion}, and auditParallel is ${parallel}, with one for each scan`,
      places: [at(id, homeRegion)],
      remedy: `set auditParallel to ${Math.max(1, Math.floor(quota))}; or ${raise(key, parallel, id, homeRegion)}`,
      settings: [{ name: 'auditParallel', value: Math.max(1, Math.floor(quota)) }],
    });
  }
}

const check: Check = function* (subject) {
  yield* ofFunctions(subject);
  yield* ofScans(subject);
};

/** How much may run at a time. Nothing fails for it: what has to wait is tried again. */
export const concurrency: Topic = { kinds: [functions, scans], check };
