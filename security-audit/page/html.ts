/** Text that is HTML already; everything else is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Content = string | number | Html | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text of an element and within quotes of either kind. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** A template literal whose values are escaped, unless they are `Html` themselves. */
export function html(literals: TemplateStringsArray, ...values: Content[]): Html {
  const parts = literals.map((literal, index) => literal + render(values[index]));
  return new Html(parts.join(''));
}

function render(content: Content): string {
  if (content === undefined || content === false) {
    return '';
  }
  if (content instanceof Html) {
    return content.text;
  }
  return typeof content === 'object' ? content.map(render).join('') : escapeHtml(String(content));
}
