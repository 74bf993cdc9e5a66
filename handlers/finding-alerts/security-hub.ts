import { accountIn, at, firstLine, joined, line, listAt, numberUpTo } from './fields.ts';
import { type Reading, type State, severityNameOf } from './finding.ts';
import { securityHubLink } from './links.ts';

// A tenth of the values at which Security Hub's scale begins each of its labels.
// https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html
export const LABELS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  INFORMATIONAL: [0, 0],
  LOW: [0.1, 3.9],
  MEDIUM: [4, 6.9],
  HIGH: [7, 8.9],
  CRITICAL: [9, 10],
};

/**
 * Reads the findings of an event "Security Hub Findings - Imported", in ASFF. `sources` are the
 * products whose own events arrive here too: their findings do not raise a second alert.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html
 */
export function readSecurityHub(event: unknown, sources: readonly string[]): Reading[] {
  return listAt(event, 'detail', 'findings').map((one) => readOne(one, event, sources));
}

function readOne(one: unknown, event: unknown, sources: readonly string[]): Reading {
  const id = line(at(one, 'Id'), 600);
  const severity = severityOf(at(one, 'Severity'));
  if (!id) {
    return { kind: 'unreadable', reason: 'the Id of a finding is not a string', raw: one };
  }
  if (severity === undefined) {
    return { kind: 'unreadable', reason: 'the Severity of a finding is not known', raw: one };
  }
  const product = firstLine(at(one, 'ProductName'), productIn(at(one, 'ProductArn')));
  const accountId = accountIn(at(one, 'AwsAccountId'));
  const region = firstLine(at(one, 'Region'), at(event, 'region'));
  const title = firstLine(at(one, 'Title'), 'Untitled');
  const types = listAt(one, 'Types').map((type) => line(type));
  const finding = {
    id: identityOf(id, accountId, line(at(one, 'ProductArn'))),
    source: sourceOf(product),
    types: types.filter(Boolean),
    title,
    description: line(at(one, 'Description'), 2000),
    severity,
    severityName: severityNameOf(severity),
    accountId,
    region,
    resource: joined(
      listAt(one, 'Resources').map((resource) =>
        `${line(at(resource, 'Type'), 100)} ${line(at(resource, 'Id'))}`.trim(),
      ),
    ),
    firstSeen: firstLine(at(one, 'FirstObservedAt'), at(one, 'CreatedAt')),
    lastSeen: firstLine(at(one, 'LastObservedAt'), at(one, 'UpdatedAt')),
    over: over(one),
    mutedBy: mutedBy(one, sources),
    state: stateOf(product, types, at(one, 'Compliance') === undefined ? '' : title),
    link: securityHubLink(region, id),
  };
  return { kind: 'finding', finding };
}

// Users change the label; the number is more precise, unless it contradicts the label.
function severityOf(value: unknown): number | undefined {
  const normalized = numberUpTo(100, at(value, 'Normalized'));
  const number = normalized === undefined ? undefined : Math.round(normalized * 10) / 100;
  const band = LABELS[line(at(value, 'Label')).toUpperCase()];
  if (!band) {
    return number;
  }
  const [from, to] = band;
  return number !== undefined && number >= from && number <= to ? number : from;
}

/**
 * Security Hub sets the workflow of a control that passes to RESOLVED, and back to NEW when it fails
 * again, or when an archived finding is active again.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_WorkflowUpdate.html
 */
function over(one: unknown): string | undefined {
  const record = line(at(one, 'RecordState'));
  const workflow = line(at(one, 'Workflow', 'Status'));
  if (record && record !== 'ACTIVE') {
    return `record ${record}`;
  }
  if (line(at(one, 'Compliance', 'Status')) === 'PASSED') {
    return 'compliance PASSED';
  }
  return workflow && workflow !== 'NEW' ? `workflow ${workflow}` : undefined;
}

/** Of a check, only a failure raises an alert. */
function mutedBy(one: unknown, sources: readonly string[]): string | undefined {
  const product = productIn(at(one, 'ProductArn'));
  const compliance = line(at(one, 'Compliance', 'Status'));
  if (sources.includes(product)) {
    return `alerted by ${product} itself`;
  }
  return compliance && compliance !== 'FAILED' ? `compliance ${compliance}` : undefined;
}

// Findings of these are about activity, not about a configuration.
// https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-type-taxonomy.html
const ACTIVITY = /^(TTPs|Effects|Unusual Behaviors)(\/|$)/;

/**
 * A failed control, a vulnerability and the like, but not activity. A digest counts a control by its
 * title, and others by their type: a scanner has a title for each vulnerability.
 */
export function stateOf(
  product: string,
  types: readonly string[],
  control: string,
): State | undefined {
  if (/guardduty/i.test(product) || types.some((type) => ACTIVITY.test(type))) {
    return undefined;
  }
  const group = control || types.find(Boolean) || 'Findings without a type';
  return { source: 'security-hub', group };
}

/** `guardduty` of `arn:aws:securityhub:eu-west-1::product/aws/guardduty`, V2's too. */
export function productIn(productArn: unknown): string {
  return /:product(?:v2)?\/aws\/([a-z0-9-]+)$/.exec(line(productArn, 600))?.[1] ?? '';
}

// An id is unique within its product and account only, unless it is an ARN.
export function identityOf(id: string, accountId: string, product: string): string {
  return id.startsWith('arn:') ? id : [product, accountId, id].join('/');
}

export function sourceOf(product: string): string {
  const isItself = !product || /^security ?hub( cspm)?$/i.test(product);
  return isItself ? 'Security Hub' : `Security Hub (${line(product, 60)})`;
}
