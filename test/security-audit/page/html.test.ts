import { expect } from 'chai';
import fc from 'fast-check';
import { escapeHtml, html } from '../../../security-audit/page/html.ts';
import { nasty } from './arbitrary.ts';

describe('HTML of the audit page', () => {
  it('leaves nothing in a text that could begin a tag, end an attribute or name a character', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const escaped = escapeHtml(text);

        expect(escaped).not.to.match(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it('loses nothing of a text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const read = escapeHtml(text)
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');

        expect(read).to.equal(text);
      }),
    );
  });

  it('escapes values once, and keeps HTML that was made by itself', () => {
    const inner = html`<b>${'<'}</b>`;

    const outer = html`<p title="${'"'}">${[inner, ' & ', 3]}${undefined}${false}</p>`;

    expect(outer.text).to.equal('<p title="&quot;"><b>&lt;</b> &amp; 3</p>');
  });
});
