import { patternOf } from '../lambda/pattern.ts';
import { schedule } from '../templates/kinds.ts';
import type { Fault } from './parameter.ts';

/** One of the six fields of a cron expression of EventBridge. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of its values, from the least one on. */
  readonly names?: readonly string[];
  /** What else it may be. */
  readonly special?: RegExp;
  readonly steps?: boolean;
  /** Whether a range may run over the end, as in hours 20-2. */
  readonly wraps?: boolean;
}

const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

const fields: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day-of-month', least: 1, most: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', least: 1, most: 12, names: months },
  {
    name: 'day-of-week',
    least: 1,
    most: 7,
    names: days,
    special: new RegExp(`^(\\?|L|([1-7]|${days.join('|')})(L|#[1-5]))$`),
    steps: false,
  },
  { name: 'year', least: 1970, most: 2199, wraps: false },
];

const pattern = patternOf(schedule);
const cron = /^cron\(([^ ]+(?: [^ ]+){5})\)$/;
const longest = 256;

/**
 * Why EventBridge rejects a schedule of a rule, of which the rule would only say in the stack:
 * "Parameter ScheduleExpression is not valid."
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function faultOfSchedule(value: unknown): Fault | undefined {
  const why = typeof value === 'string' ? reason(value) : 'it is not a text';
  return why === undefined
    ? undefined
    : {
        cause: `is ${JSON.stringify(value)}, which is not a schedule of EventBridge: ${why}`,
        remedy: `give ${schedule.constraintDescription}`,
      };
}

function reason(expression: string): string | undefined {
  if (expression.length > longest) {
    return `it is longer than ${longest} characters`;
  }
  const given = cron.exec(expression)?.[1]?.split(' ');
  if (!given) {
    return pattern.test(expression)
      ? undefined
      : 'it is neither rate(value unit) nor cron of six fields';
  }
  const wrong = fields.find((field, index) => !accepts(field, given[index] ?? ''));
  if (wrong) {
    return `${wrong.name} is from ${wrong.least} to ${wrong.most}`;
  }
  return (given[2] === '?') === (given[4] === '?')
    ? 'exactly one of day-of-month and day-of-week is ?'
    : undefined;
}

function accepts(field: Field, text: string): boolean {
  const items = text.split(',');
  return (
    (items.length === 1 || !/[?#]/.test(text)) &&
    items.every((item) => field.special?.test(item) || isRange(field, item))
  );
}

function isRange(field: Field, item: string): boolean {
  const { least, most, names = [], steps = true, wraps = true } = field;
  const [value = '', step, ...more] = item.split('/');
  const isStep = step === undefined || (steps && /^\d+$/.test(step) && +step > 0 && +step <= most);
  const bounds = value.split('-').map((one) => {
    const named = names.indexOf(one);
    return named >= 0 ? named + least : /^(0|[1-9]\d{0,3})$/.test(one) ? Number(one) : Number.NaN;
  });
  const inside = bounds.every((bound) => least <= bound && bound <= most);
  const [first = 0, last = first] = bounds;
  const isOne = value === '*' || (inside && bounds.length < 3 && (wraps || first <= last));
  return isStep && more.length === 0 && isOne;
}
