// The table of a capability's parameters in its README. Pure: declarations in, text out.
import { type Declaration, type Declarations, resolved } from './catalogue.ts';

/** A table of the parameters of a task file. */
export function parameterTable(declarations: Declarations, kinds: Declarations): string {
  const rows = Object.entries(declarations).map(([name, declaration]) => {
    const { Type = '', Description = '', Default } = declaration;
    const cells = [`\`${name}\``, Type, Description, values(resolved(declaration, kinds))];
    return `| ${[...cells, defaultValue(Default)].join(' | ')} |`;
  });
  return [
    '| parameter | type | description | values | default |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** What may be given, and what of it depends on other parameters. */
function values(parameter: Declaration): string {
  const { AllowedValues, ConstraintDescription, Unit, MoreThan, Needs, Since } = parameter;
  const range = rangeOf(parameter);
  const allowed = AllowedValues?.map((value) => `\`${value}\``).join(', ');
  const unit = Unit ?? '';
  const parts = [
    ConstraintDescription ?? '',
    [allowed ?? range, unit].filter(Boolean).join(' '),
    MoreThan ? `more than \`${MoreThan}\`` : '',
    Needs ? `with \`${Needs}\`` : '',
    Since ? `since ${Since}` : '',
  ];
  return parts.filter(Boolean).join('; ').replaceAll('|', '\\|');
}

function rangeOf({ MinValue: min, MaxValue: max }: Declaration): string {
  const least = min === undefined ? '' : String(min);
  return max === undefined ? least && `${least} or more` : `${least} to ${max}`;
}

function defaultValue(value: unknown): string {
  if (value === undefined) {
    return 'none: give one';
  }
  if (Array.isArray(value)) {
    return value.map(defaultValue).join('<br>');
  }
  const { Ref: ref, 'Fn::Include': include } = (value ?? {}) as Record<string, string | undefined>;
  if (include) {
    return `\`!Include ${include}\``;
  }
  return `\`${ref ? `!Ref ${ref}` : String(value)}\``;
}
