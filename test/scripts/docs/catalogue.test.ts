import { expect } from 'chai';
import { catalogueOf, moduleOf, resolved } from '../../../scripts/docs/catalogue.ts';

const kinds = { prefix: { AllowedPattern: '[a-z]+', ConstraintDescription: 'letters' } };

describe('the catalogue of parameters, from declarations', () => {
  it('has one declaration of what two capabilities declare alike', () => {
    const alerts = { prefix: { Type: 'String', Description: 'Of alerts', Kind: 'prefix' } };
    const trail = {
      days: { Type: 'Number', Default: 30 },
      prefix: { Type: 'String', Description: 'Of the trail', Kind: 'prefix' },
    };

    const catalogue = catalogueOf({ alerts, trail }, kinds);

    expect([...catalogue.keys()]).to.deep.equal(['days', 'prefix']);
    expect(catalogue.get('prefix')).to.include({ Type: 'String', AllowedPattern: '[a-z]+' });
  });

  for (const [key, one, other] of [
    ['Default', { Default: 30 }, { Default: 31 }],
    ['Type', { Type: 'Number' }, { Type: 'String' }],
    ['MaxValue', { MaxValue: 9 }, {}],
    ['Kind', { Kind: 'prefix' }, {}],
    ['AllowedPattern', { AllowedPattern: 'a' }, { AllowedPattern: 'b' }],
  ] as const) {
    it(`rejects declarations of two capabilities that differ in ${key}`, () => {
      const capabilities = { alerts: { days: one }, trail: { days: other } };

      expect(() => catalogueOf(capabilities, kinds)).to.throw(
        new RegExp(`^days of trail has ${key} .*, and that of alerts .*: make them alike$`),
      );
    });
  }

  it('rejects a key that means nothing', () => {
    const capabilities = { alerts: { days: { Type: 'Number', Minimum: 1 } } };

    expect(() => catalogueOf(capabilities, kinds)).to.throw('has the unknown key Minimum');
    expect(() => catalogueOf({}, { prefix: { Pattern: 'x' } as object })).to.throw(
      'the kind prefix has the unknown key Pattern',
    );
  });

  it('rejects a kind that there is not, and what the kind says already', () => {
    expect(() => resolved({ Kind: 'colour' }, kinds)).to.throw(
      'there is no kind colour: use one of prefix',
    );
    expect(() =>
      catalogueOf({ alerts: { name: { Kind: 'prefix', AllowedPattern: 'x' } } }, kinds),
    ).to.throw('name of alerts has AllowedPattern of its kind prefix');
  });

  it('is a module with a constant a parameter, without defaults that are expressions', () => {
    const catalogue = catalogueOf(
      {
        alerts: {
          account: { Type: 'String', Default: { Ref: 'SecurityAccount' } },
          members: { Type: 'String', Default: "{{ 'all' }}" },
          name: { Type: 'String', Default: "it's", AllowedPattern: '\\d+' },
          values: { Type: 'List<String>', Default: ['a'], AllowedValues: ['a', 'b'], MinValue: 1 },
        },
      },
      kinds,
    );

    expect(moduleOf(catalogue, '_tasks.yml').split('\n')).to.deep.equal([
      '// npm run docs writes this file from _tasks.yml: change it there.',
      '',
      'export const account = {',
      "  name: 'account',",
      "  type: 'String',",
      '} as const;',
      '',
      'export const members = {',
      "  name: 'members',",
      "  type: 'String',",
      '} as const;',
      '',
      'export const name = {',
      "  name: 'name',",
      "  type: 'String',",
      "  default: 'it\\'s',",
      "  allowedPattern: '\\\\d+',",
      '} as const;',
      '',
      'export const values = {',
      "  name: 'values',",
      "  type: 'List<String>',",
      "  default: ['a'],",
      "  allowedValues: ['a', 'b'],",
      '  minValue: 1,',
      '} as const;',
      '',
    ]);
  });
});
