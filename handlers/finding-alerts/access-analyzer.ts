import { accountIn, at, firstLine, joined, line } from './fields.ts';
import { type Reading, severityNameOf } from './finding.ts';
import { accessAnalyzerLink } from './links.ts';

/**
 * Reads an event of Access Analyzer. Its findings have no severity, so this assigns one:
 *
 * | Severity | Finding                                                                           |
 * | -------- | --------------------------------------------------------------------------------- |
 * | 8        | the resource is public                                                            |
 * | 5        | a principal outside the zone of trust, which is the organization, has access      |
 * | 3        | unused access, access within the organization, and access that was not analyzed   |
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-eventbridge.html
 */
export function readAccessAnalyzer(event: unknown): Reading {
  const detail = at(event, 'detail');
  // Unused access calls it findingId.
  const id = firstLine(at(detail, 'id'), at(detail, 'findingId'));
  if (!id) {
    return { kind: 'unreadable', reason: 'detail.id is not a string', raw: event };
  }
  const type = firstLine(at(detail, 'findingType'), 'ExternalAccess');
  const resource = line(at(detail, 'resource'), 600);
  const { severity, what } = judged(detail, type);
  const finding = {
    id,
    source: 'Access Analyzer',
    types: [type],
    title: `${what}: ${line(resource || 'a resource', 200)}`,
    description: descriptionOf(detail),
    severity,
    severityName: severityNameOf(severity),
    accountId: accountIn(at(detail, 'accountId')),
    region: firstLine(at(detail, 'region'), at(event, 'region')),
    resource: `${line(at(detail, 'resourceType'), 100)} ${resource}`.trim(),
    firstSeen: line(at(detail, 'createdAt')),
    lastSeen: firstLine(at(detail, 'analyzedAt'), at(detail, 'updatedAt')),
    over: over(detail),
    state: { source: 'access-analyzer' as const, group: what },
    link: accessAnalyzerLink(firstLine(at(event, 'region'), at(detail, 'region')), id),
  };
  return { kind: 'finding', finding };
}

function judged(detail: unknown, type: string): { severity: number; what: string } {
  if (line(at(detail, 'error'))) {
    return { severity: 3, what: 'Access could not be analyzed' };
  }
  if (at(detail, 'isPublic') === true) {
    return { severity: 8, what: 'Public access' };
  }
  if (type === 'ExternalAccess') {
    return { severity: 5, what: 'Access from outside the zone of trust' };
  }
  if (type === 'InternalAccess') {
    return { severity: 3, what: 'Access from within' };
  }
  return { severity: 3, what: `Unused access (${type})` };
}

function over(detail: unknown): string | undefined {
  if (at(detail, 'isDeleted') === true) {
    return 'deleted';
  }
  const status = line(at(detail, 'status'));
  return status && status !== 'ACTIVE' ? `status ${status}` : undefined;
}

/** The principal and its access, or why that is not known. */
function descriptionOf(detail: unknown): string {
  const error = line(at(detail, 'error'));
  if (error) {
    return `Access Analyzer could not read it: ${error}`;
  }
  const principal = at(detail, 'principal');
  const whom = Object.entries(typeof principal === 'object' ? { ...principal } : { '': principal });
  const actions = at(detail, 'action');
  const may = Array.isArray(actions) ? joined(actions.map((action) => line(action))) : '';
  const who = joined(whom.map(([kind, name]) => line(`${line(kind)} ${line(name)}`)));
  return [who && `Who: ${who}`, may && `May: ${may}`].filter(Boolean).join('. ');
}
