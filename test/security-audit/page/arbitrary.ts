import fc from 'fast-check';
import { severities } from '../../../security-audit/page/names.ts';
import type { Finding, Tool } from '../../../security-audit/types.ts';

/** What would be read as HTML, as the end of a script, as an address or as nothing, if it could. */
export const nastyTexts = [
  '</script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<!--',
  ']]>',
  '<style>*{display:none}</style>',
  'javascript:alert(1)',
  '&lt;b&gt;',
  '\u2028\u0000\ud800',
  '__proto__',
  'a&account=b#c',
  '',
];

export const nasty = fc.oneof(
  fc.constantFrom(...nastyTexts),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('a', 'b', 'c10', 'c9'),
);

const tools: Tool[] = ['prowler', 'scoutsuite'];

export const findings: fc.Arbitrary<Finding[]> = fc.array(
  fc.record({
    account: nasty,
    tool: fc.constantFrom(...tools),
    check: nasty,
    title: nasty,
    severity: fc.constantFrom(...severities),
    service: nasty,
    region: nasty,
    resource: nasty,
    controls: fc.array(nasty, { maxLength: 4 }),
  }),
  { maxLength: 40 },
);
