import { expect } from 'chai';
import {
  evaluate,
  FileText,
  type Scope,
  Unresolved,
} from '../../preflight/deployment/intrinsics.ts';

const values: Readonly<Record<string, unknown>> = {
  prefix: 'acme',
  regions: ['us-east-1', 'eu-west-1'],
  later: new Unresolved('an output'),
  'AWS::NoValue': undefined,
};

const scope: Scope = {
  reference: (name) => values[name],
  condition: (name) => (name === 'Later' ? new Unresolved('later') : name === 'Yes'),
  text: (value) => (value instanceof Unresolved ? value : String(value)),
  include: (file) => ({ included: file }),
  md5: (file) => `md5 of ${file}`,
  mappings: { Stacks: { acme: { name: 'found' } } },
};

const whyOf = (value: unknown): string | undefined =>
  value instanceof Unresolved ? value.why : undefined;

describe('an expression of CloudFormation', () => {
  for (const [expression, value] of [
    [{ 'Fn::Sub': '${prefix}-${!literal}' }, 'acme-${literal}'],
    [{ 'Fn::Sub': ['${prefix}-${hash}', { hash: { 'Fn::MD5File': 'a' } }] }, 'acme-md5 of a'],
    [{ 'Fn::Join': [',', { Ref: 'regions' }] }, 'us-east-1,eu-west-1'],
    [{ 'Fn::Join': ['_', { 'Fn::Split': ['-', 'a-b-c'] }] }, 'a_b_c'],
    [{ 'Fn::Select': [1, { Ref: 'regions' }] }, 'eu-west-1'],
    [{ 'Fn::FindInMap': ['Stacks', { Ref: 'prefix' }, 'name'] }, 'found'],
    [{ 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
    [{ 'Fn::If': ['No', 'a', 'b'] }, 'b'],
    [{ a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
    [{ 'Fn::Equals': [{ Ref: 'prefix' }, 'acme'] }, true],
    [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
    [
      { '<<': { 'Fn::Include': 'x.yml' }, own: 1 },
      { included: 'x.yml', own: 1 },
    ],
  ] as const) {
    it(`gives its value: ${JSON.stringify(expression)}`, () => {
      expect(evaluate(expression, scope)).to.deep.equal(value);
    });
  }

  it('is not known when a part of it is not', () => {
    for (const expression of [
      { 'Fn::Sub': 'a-${later}' },
      { 'Fn::Join': ['-', ['a', { Ref: 'later' }]] },
      { 'Fn::Equals': [{ Ref: 'later' }, 'a'] },
    ]) {
      expect(whyOf(evaluate(expression, scope))).to.equal('an output');
    }
    expect(whyOf(evaluate({ 'Fn::If': ['Later', 'a', 'b'] }, scope))).to.equal('later');
    expect(whyOf(evaluate({ 'Fn::ImportValue': 'x' }, scope))).to.equal('Fn::ImportValue');
  });

  it('names the file whose text it is', () => {
    const text = evaluate({ 'Fn::ReadFile': './spoke.yml' }, scope);

    expect(text).to.be.instanceOf(FileText);
    expect((text as FileText).path).to.equal('./spoke.yml');
  });

  it('do not know what a text becomes that is of a file', () => {
    const sub = { 'Fn::Sub': [{ 'Fn::ReadFile': './view.json' }, { database: 'audit' }] };

    expect(whyOf(evaluate(sub, scope))).to.equal('the text of ./view.json');
    expect(whyOf(evaluate({ 'Fn::Base64': sub }, scope))).to.equal('the text of ./view.json');
  });
});
