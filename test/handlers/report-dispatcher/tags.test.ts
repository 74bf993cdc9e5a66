import { expect } from 'chai';
import { taggingOf, withReason } from '../../../handlers/report-dispatcher/tags.ts';

const tag = (Key: string, Value = 'x') => ({ Key, Value });

describe('the tags of a report in quarantine', () => {
  it('are its own, and the reason', () => {
    const tags = withReason([tag('tool', 'prowler')], 'no-account');

    expect(tags).to.deep.equal([tag('tool', 'prowler'), tag('reason', 'no-account')]);
  });

  it('have the reason instead of the last when there are 10', () => {
    const ten = Array.from({ length: 10 }, (_, index) => tag(`tag-${index}`));

    const tags = withReason(ten, 'unknown-account');

    expect(tags).to.deep.equal([...ten.slice(0, 9), tag('reason', 'unknown-account')]);
  });

  it('have one reason, when the report came with another', () => {
    const tags = withReason([tag('reason', 'because'), tag('tool')], 'no-file');

    expect(tags).to.deep.equal([tag('tool'), tag('reason', 'no-file')]);
  });

  it('are encoded as a query is', () => {
    const tagging = taggingOf([tag('a b', 'Müller & Söhne=100%'), tag('c', '')]);

    expect(tagging).to.equal('a%20b=M%C3%BCller%20%26%20S%C3%B6hne%3D100%25&c=');
  });
});
