import { expect } from 'chai';
import { differencesOf } from '../../../coverage/values/compare.ts';
import type { Compared } from '../../../coverage/values/types.ts';
import { Unresolved } from '../../../preflight/deployment/intrinsics.ts';
import { resource } from './readers/differences.ts';

const compare = (expected: object, actual: object, compared: Record<string, Compared>) =>
  differencesOf(resource('AWS::X::Y', 'x', expected as Record<string, unknown>), actual as never, {
    compared,
    read: async () => [],
  });

describe('values', () => {
  it('are the same as text, number or truth, and nothing is the same as empty', () => {
    const compared = { A: {}, B: {}, C: {} };

    expect(compare({ A: '1', B: true, C: [] }, { A: 1, B: 'true' }, compared)).to.deep.equal([]);
  });

  it('are not compared where the template says nothing and AWS has no default', () => {
    expect(compare({}, { A: 'x' }, { A: {} })).to.deep.equal([]);
    expect(compare({}, { A: 'x' }, { A: { absent: '' } })).to.deep.equal([
      "A is 'x', expected nothing",
    ]);
  });

  it('may be anything where only the deployment knows them', () => {
    const unknown = new Unresolved('an output');
    const expected = { A: { Key: unknown, Other: 1 }, B: unknown };

    expect(
      compare(expected, { A: { Key: 'k', Other: 1 }, B: 'x' }, { A: {}, B: {} }),
    ).to.deep.equal([]);
    expect(
      compare(expected, { A: { Key: 'k', Other: 2 }, B: 'x' }, { A: {}, B: {} }),
    ).to.deep.equal(["A.Other is '2', expected '1'"]);
  });

  it('name items of a list by their id, whatever their order', () => {
    const expected = {
      A: [
        { Id: 'a', v: 1 },
        { Id: 'b', v: 1 },
      ],
    };

    expect(
      compare(
        expected,
        {
          A: [
            { Id: 'b', v: 2 },
            { Id: 'a', v: 1 },
          ],
        },
        { A: {} },
      ),
    ).to.deep.equal(["A[b].v is '2', expected '1'"]);
    expect(compare(expected, { A: [{ Id: 'a', v: 1 }] }, { A: {} })).to.deep.equal([
      'A[b] lacks {"Id":"b","v":"1"}',
    ]);
  });

  it('count items that are the same', () => {
    expect(compare({ A: ['x', 'x'] }, { A: ['x'] }, { A: {} })).to.deep.equal(["A lacks 'x'"]);
  });

  it('are shortened', () => {
    const [text = ''] = compare({ A: 'x' }, { A: 'y'.repeat(1000) }, { A: {} });

    expect(text).to.have.length.below(220);
    expect(text).to.match(/^A is 'y+…, expected 'x'$/);
  });
});
