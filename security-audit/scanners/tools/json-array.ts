import { ReportError } from '../../errors.ts';

const [quote, backslash, comma] = ['"', '\\', ','].map((one) => one.charCodeAt(0));
const opening = new Set(['[', '{'].map((one) => one.charCodeAt(0)));
const closing = new Set([']', '}'].map((one) => one.charCodeAt(0)));

/**
 * The elements of a JSON array whose text comes in pieces, one at a time: the findings of a large
 * account do not fit into one string.
 * @throws ReportError when it is not an array, or incomplete
 */
export async function* readJsonArray(pieces: AsyncIterable<string>): AsyncGenerator<unknown> {
  const splitter = new ArraySplitter();
  for await (const piece of pieces) {
    yield* splitter.push(piece).map(parse);
  }
  splitter.end();
}

/** Splits the text of an array into the texts of its elements. */
class ArraySplitter {
  /** The rest that is not split yet: from the current element on. */
  #rest = '';
  /** The next character to look at. */
  #at = 0;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #count = 0;

  push(piece: string): string[] {
    this.#rest += piece;
    const elements: string[] = [];
    let start = 0;
    for (; this.#at < this.#rest.length; this.#at += 1) {
      const before = this.#depth;
      const isComma = this.#look(this.#rest.charCodeAt(this.#at));
      const isLast = before === 1 && this.#depth === 0;
      if (before === 0) {
        this.#outside(start);
        start = this.#at + 1;
      } else if (isLast || (isComma && before === 1)) {
        const element = this.#rest.slice(start, this.#at);
        // [] has none; [1,] has one too few, which parsing rejects.
        if (!isLast || this.#count > 0 || element.trim() !== '') {
          elements.push(element);
          this.#count += 1;
        }
        start = this.#at + 1;
      }
    }
    this.#rest = this.#rest.slice(start);
    this.#at = this.#rest.length;
    return elements;
  }

  end(): void {
    if (!this.#isBegun || this.#depth !== 0) {
      throw new ReportError('It is not a complete JSON array: it ends too early');
    }
  }

  #isBegun = false;

  /** Before the array and after it there is white space alone. */
  #outside(start: number): void {
    const text = this.#rest.slice(start, this.#at + 1);
    if (text === '[' && !this.#isBegun) {
      this.#isBegun = true;
    } else if (text.trim() !== '') {
      throw new ReportError(`It is not a JSON array: it has '${text}' outside`);
    }
  }

  /** @returns whether it is a comma outside of texts */
  #look(code: number): boolean {
    if (this.#isEscaped) {
      this.#isEscaped = false;
    } else if (this.#isText) {
      this.#isEscaped = code === backslash;
      this.#isText = code !== quote;
    } else if (code === quote) {
      this.#isText = true;
    } else if (opening.has(code)) {
      this.#depth += 1;
    } else if (closing.has(code)) {
      this.#depth -= 1;
    }
    return code === comma && !this.#isText;
  }
}

function parse(element: string): unknown {
  try {
    return JSON.parse(element);
  } catch (error) {
    throw new ReportError("It is not a complete JSON array: an element can't be read", {
      cause: error,
    });
  }
}
