import { page } from '../../lambda/alerting/console.ts';

/**
 * In the form that AWS documents for messages.
 *
 * @see https://repost.aws/knowledge-center/guardduty-eventbridge-sns-rule
 */
export function guardDutyLink(region: string, id: string): string {
  return page(region, 'guardduty/home', `/findings?search=id%3D${encoded(id)}`);
}

// As the console encodes its filters: the search once, the values in it twice.
const IS = '%255Coperator%255C%253AEQUALS%255C%253A';

export function securityHubLink(region: string, id: string): string {
  return page(region, 'securityhub/home', `/findings?search=Id%3D${IS}${encoded(encoded(id))}`);
}

export function securityHubV2Link(region: string, id: string): string {
  const search = `finding_info.uid%3D${IS}${encoded(encoded(id))}`;
  return page(region, 'securityhub/v2/home', `/findings?search=${search}`);
}

/**
 * As in the `SourceUrl` of findings that Access Analyzer sends to Security Hub.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-securityhub-integration.html
 */
export function accessAnalyzerLink(region: string, id: string): string {
  return page(region, 'access-analyzer/home', `/findings/details/${encoded(id)}`);
}

/** The timeline of a resource; the console of its account shows it. */
export function configResourceLink(region: string, type: string, id: string): string {
  const query = `resourceId=${encoded(id)}&resourceType=${encoded(type)}`;
  return page(region, 'config/home', `/resources/timeline?${query}`);
}

export function configRuleLink(region: string, rule: string): string {
  return page(region, 'config/home', `/rules/details?configRuleName=${encoded(rule)}`);
}

// The page of a source's console that lists its findings.
const OVERVIEWS: Readonly<Record<string, readonly [path: string, fragment: string]>> = {
  'AWS Config': ['config/home', ''],
  'Security Hub': ['securityhub/home', '/findings'],
  'Access Analyzer': ['access-analyzer/home', '/findings'],
};

export function overviewLink(region: string, source: string): string {
  const [path, fragment = ''] = OVERVIEWS[source] ?? [];
  return path ? page(region, path, fragment).replace(/#$/, '') : '';
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
