import { accountIn, at, firstLine, line, numberUpTo } from './fields.ts';
import { type Reading, severityNameOf } from './finding.ts';
import { configResourceLink, configRuleLink } from './links.ts';

/** What rules of templates/config-rules/rule-alerts.yml send: the entry of the rule, and the event. */
export const CONFIG_RULE_ALERT = 'Config Rule Alert';

/**
 * Reads a change of compliance of AWS Config, with the entry of its rule. Each change to noncompliant
 * is a finding of its own: a resource that was compliant in between raises another alert, and an event
 * that is delivered twice does not.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html
 */
export function readConfig(event: unknown): Reading {
  const [rule, change] = [at(event, 'rule'), at(event, 'event')];
  const detail = at(change, 'detail');
  const name = line(at(rule, 'name'));
  const severity = numberUpTo(10, at(rule, 'severity'));
  const resource = line(at(detail, 'resourceId'), 600);
  if (!name || severity === undefined) {
    const reason = 'rule has no name, or its severity is not a number from 0 to 10';
    return { kind: 'unreadable', reason, raw: event };
  }
  if (!resource) {
    return { kind: 'unreadable', reason: 'event.detail.resourceId is not a string', raw: event };
  }
  const region = firstLine(at(detail, 'awsRegion'), at(change, 'region'));
  const accountId = accountIn(at(change, 'account'), at(detail, 'awsAccountId'));
  const type = line(at(detail, 'resourceType'), 100);
  const recorded = recordedAt(detail, change);
  const links = [
    ['In the console of that account', configResourceLink(region, type, resource)],
    ['All resources of the rule', configRuleLink(region, line(at(detail, 'configRuleName')))],
  ];
  const finding = {
    id: ['config', accountId, region, name, type, resource, recorded].join('/'),
    source: 'AWS Config',
    // findingTypes selects types of other sources; rules are selected by their severity.
    types: [],
    rule: name,
    title: titleOf(rule, name),
    description: descriptionOf(rule, detail),
    severity,
    severityName: severityNameOf(severity),
    accountId,
    region,
    resource: `${type} ${resource}`.trim(),
    firstSeen: '',
    lastSeen: recorded,
    mutedBy: mutedBy(detail),
    state: mayBeOld(detail) ? { source: 'config' as const, group: titleOf(rule, name) } : undefined,
    link: links.flatMap(([text, link]) => (link ? [`${text}: ${link}`] : [])).join('\n'),
  };
  return { kind: 'finding', finding };
}

/** When the result was recorded; a redelivered event has the same time. */
function recordedAt(detail: unknown, change: unknown): string {
  const recorded = at(detail, 'newEvaluationResult', 'resultRecordedTime');
  return firstLine(recorded, at(detail, 'notificationCreationTime'), at(change, 'time'));
}

/** The noncompliant state; of an entry without that text, what is not the case. */
function titleOf(rule: unknown, name: string): string {
  const state = line(at(rule, 'noncompliant'));
  return state || `Noncompliant with the rule ${name}`;
}

function descriptionOf(rule: unknown, detail: unknown): string {
  const state = line(at(rule, 'description'));
  const annotation = line(at(detail, 'newEvaluationResult', 'annotation'), 600);
  const before = line(at(detail, 'oldEvaluationResult', 'complianceType'));
  return [
    annotation && `AWS Config says: ${annotation}`,
    state && `The rule requires: ${state}`,
    before === 'COMPLIANT' ? 'The resource was compliant before.' : '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** Unless AWS Config saw it compliant: the rule or the recorder may be new, and not the violation. */
function mayBeOld(detail: unknown): boolean {
  return at(detail, 'oldEvaluationResult', 'complianceType') !== 'COMPLIANT';
}

function mutedBy(detail: unknown): string | undefined {
  const [now, before] = ['newEvaluationResult', 'oldEvaluationResult'].map((result) =>
    line(at(detail, result, 'complianceType')),
  );
  if (now !== 'NON_COMPLIANT') {
    return `compliance ${now}`;
  }
  return before === now ? 'noncompliant before' : undefined;
}
