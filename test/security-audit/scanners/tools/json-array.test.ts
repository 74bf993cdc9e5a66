import { expect } from 'chai';
import fc from 'fast-check';
import { readJsonArray } from '../../../../security-audit/scanners/tools/json-array.ts';

async function* piecesOf(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) {
    yield text.slice(at, at + size);
  }
}

const read = async (text: string, size = 7): Promise<unknown[]> => {
  const elements: unknown[] = [];
  for await (const element of readJsonArray(piecesOf(text, size))) {
    elements.push(element);
  }
  return elements;
};

describe('a JSON array that comes in pieces', () => {
  it('has the elements that it has as a whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(0, 4),
        async (elements, size, indent) => {
          const text = JSON.stringify(elements, null, indent);

          expect(await read(text, size)).to.deep.equal(JSON.parse(text));
        },
      ),
    );
  });

  it('is refused when its end is missing, wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.nat(), async (elements, at) => {
        const text = JSON.stringify(elements);

        const error = await read(text.slice(0, at % text.length)).catch((one: unknown) => one);

        expect(error).to.have.property('name', 'ReportError');
      }),
    );
  });

  for (const text of [
    '',
    ' ',
    '{}',
    '"[]"',
    '[] []',
    '[]x',
    'x[]',
    '[1,]',
    '[,1]',
    '[1 2]',
    '[{]',
    ']',
  ]) {
    it(`is not '${text}'`, async () => {
      const error = await read(text).catch((one: unknown) => one);

      expect(error).to.have.property('name', 'ReportError');
    });
  }
});
