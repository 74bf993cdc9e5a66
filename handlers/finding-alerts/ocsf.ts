import { accountIn, at, countOf, firstLine, joined, line, listAt } from './fields.ts';
import { type Reading, severityNameOf } from './finding.ts';
import { securityHubV2Link } from './links.ts';
import { identityOf, LABELS, productIn, sourceOf, stateOf } from './security-hub.ts';

// severity_id, where 0 is unknown and 99 another. https://schema.ocsf.io/1.5.0/objects
const SEVERITIES = [undefined, 'INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'CRITICAL'];
// Activity, not a state. https://schema.ocsf.io/1.5.0/classes/detection_finding
const DETECTION = 2004;
const NEW = 1;
const CLOSE = 3;
// The status of a check. https://schema.ocsf.io/1.5.0/objects/compliance
const PASS = 1;
const FAIL = 3;

/**
 * Reads the findings of an event "Findings Imported V2": the newer Security Hub publishes them in
 * OCSF, with lower-case names.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-formats.html
 */
export function readOcsf(event: unknown, sources: readonly string[]): Reading[] {
  return listAt(event, 'detail', 'findings').map((one) => readOne(one, event, sources));
}

function readOne(one: unknown, event: unknown, sources: readonly string[]): Reading {
  const info = at(one, 'finding_info');
  const id = line(at(info, 'uid'), 600);
  const band = LABELS[SEVERITIES[Number(at(one, 'severity_id'))] ?? ''];
  if (!id) {
    return { kind: 'unreadable', reason: 'a finding_info.uid is not a string', raw: one };
  }
  if (!band) {
    return { kind: 'unreadable', reason: 'a severity_id is not known', raw: one };
  }
  const product = at(one, 'metadata', 'product');
  const accountId = accountIn(at(one, 'cloud', 'account', 'uid'));
  const region = firstLine(at(one, 'cloud', 'region'), at(event, 'region'));
  const name = firstLine(at(product, 'name'), productIn(at(product, 'uid')));
  const types = listAt(info, 'types').map((type) => line(type));
  const title = firstLine(at(info, 'title'), 'Untitled');
  const control = at(one, 'compliance') === undefined ? '' : title;
  const finding = {
    id: identityOf(id, accountId, line(at(product, 'uid'))),
    source: sourceOf(name),
    types: types.filter(Boolean),
    title,
    description: line(at(info, 'desc'), 2000),
    severity: band[0],
    severityName: severityNameOf(band[0]),
    accountId,
    region,
    resource: joined(
      listAt(one, 'resources').map((resource) =>
        `${line(at(resource, 'type'), 100)} ${line(at(resource, 'uid'))}`.trim(),
      ),
    ),
    firstSeen: firstLine(at(info, 'first_seen_time_dt'), at(info, 'created_time_dt')),
    lastSeen: firstLine(at(info, 'last_seen_time_dt'), at(info, 'modified_time_dt')),
    count: countOf(at(one, 'count')),
    over: over(one),
    mutedBy: mutedBy(one, sources),
    state: at(one, 'class_uid') === DETECTION ? undefined : stateOf(name, types, control),
    link: securityHubV2Link(region, id),
  };
  return { kind: 'finding', finding };
}

function over(one: unknown): string | undefined {
  const status = at(one, 'status_id');
  if (at(one, 'activity_id') === CLOSE) {
    return 'closed';
  }
  if (typeof status === 'number' && status !== NEW) {
    return `status ${status}`;
  }
  return at(one, 'compliance', 'status_id') === PASS ? 'compliance 1' : undefined;
}

function mutedBy(one: unknown, sources: readonly string[]): string | undefined {
  const product = productIn(at(one, 'metadata', 'product', 'uid'));
  const compliance = at(one, 'compliance', 'status_id');
  if (sources.includes(product)) {
    return `alerted by ${product} itself`;
  }
  return typeof compliance === 'number' && compliance !== FAIL
    ? `compliance ${compliance}`
    : undefined;
}
