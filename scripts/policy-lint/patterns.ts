/** One step of a pattern: a character, any one character, or any number of them. */
type Step = { readonly one: string | undefined } | { readonly many: RegExp };

const anything = /./s;
/** A bucket's name ends where the key begins; what holds slashes is a path. */
const withoutSlash = /[^/]/;
const names = new Set(['BucketName', 'TableName', 'EventBusName']);

/** `*` is any text, `?` any character; a policy variable such as `${aws:PrincipalOrgID}` is any text. */
function stepsOfPattern(pattern: string): Step[] {
  return [...pattern.replaceAll(/\$\{[^}]*\}/g, '*')].map((character) =>
    character === '*' ? { many: anything } : { one: character === '?' ? undefined : character },
  );
}

/** The ARN format of the Service Authorization Reference: `${Name}` is at least one character. */
function stepsOfFormat(format: string): Step[] {
  return format.split(/(\$\{[^}]+\})/).flatMap((part) => {
    const name = /^\$\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      return stepsOfPattern(part);
    }
    return [{ many: names.has(name) ? withoutSlash : anything }];
  });
}

/** Whether some text fits both: how far each has got is one state, as in an automaton. */
function intersect(left: readonly Step[], right: readonly Step[]): boolean {
  const seen = new Set<number>();
  const visit = (l: number, r: number): boolean => {
    const state = l * (right.length + 1) + r;
    if (seen.has(state)) {
      return false;
    }
    seen.add(state);
    const [a, b] = [left[l], right[r]];
    if (a === undefined && b === undefined) {
      return true;
    }
    return (
      (a !== undefined && 'many' in a && visit(l + 1, r)) ||
      (b !== undefined && 'many' in b && visit(l, r + 1)) ||
      (a !== undefined && b !== undefined && share(a, b) && advance(a, b, l, r))
    );
  };
  const advance = (a: Step, b: Step, l: number, r: number): boolean =>
    visit('many' in a ? l : l + 1, 'many' in b ? r : r + 1);
  return visit(0, 0);
}

/** Whether there is a character that both steps take. */
function share(a: Step, b: Step): boolean {
  if ('many' in a) {
    return 'many' in b || b.one === undefined || a.many.test(b.one);
  }
  if ('many' in b) {
    return a.one === undefined || b.many.test(a.one);
  }
  return a.one === undefined || b.one === undefined || a.one === b.one;
}

/** The six parts of an ARN; a policy variable has a colon of its own. */
const partsOf = (arn: string): string[] => {
  const [a = '', b = '', c = '', d = '', e = '', ...rest] = arn
    .replaceAll(/\$\{[a-z]+:[^}]*\}/gi, '*')
    .split(':');
  return [a, b, c, d, e, rest.join(':')];
};

/** Part by part: else the id at the end of a format would take in account and type of another. */
function overlap(resource: string, format: string): boolean {
  if (resource.split(':').length < 6) {
    return intersect(stepsOfPattern(resource), stepsOfFormat(format));
  }
  const formats = partsOf(format);
  return partsOf(resource).every((part, at) =>
    intersect(stepsOfPattern(part), stepsOfFormat(formats[at] ?? '')),
  );
}

const answers = new Map<string, boolean>();

/** Whether a resource of a policy may name something of this ARN format. */
export function mayName(resource: string, format: string): boolean {
  const question = `${resource} ${format}`;
  const known = answers.get(question);
  const answer = known ?? overlap(resource, format);
  answers.set(question, answer);
  return answer;
}

/** Whether `*` and `?` of a pattern let it stand for a text, in any case. */
export function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(text);
}
